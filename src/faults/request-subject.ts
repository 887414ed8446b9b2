import type { RequestSubject } from '#libs/platform-faults';
import { vmResourceId } from '../operations/begin-vm-operation.js';

/** What a request goes by, as faults name it: what it does to a VM, whether it polls or lists, and its method. */
export const REQUEST_NAMES: readonly string[] = [
  'create',
  'hibernate',
  'start',
  'powerOff',
  'restart',
  'redeploy',
  'reapply',
  'deallocate',
  'delete',
  'poll',
  'list',
  'get',
  'put',
  'patch',
  'post',
];

/** A request that has found its route. */
export interface RoutedRequest {
  readonly method: string;
  /** Route pattern, with `:name` for parameters. */
  readonly route: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** The query has a true `hibernate`. */
  readonly hibernates: boolean;
}

const ON_VM = /\/virtualmachines\/:vmname(?:\/(\w+))?$/;
const POLL = /\/(?:operations|diskoperations|operationresults|operationstatuses)\/:\w+$/;

/** A request as faults see it; `undefined` for what no fault may strike: the emulator's own routes, and public ones. */
export function requestSubject(request: RoutedRequest): RequestSubject | undefined {
  const { params, route } = request;
  const subscriptionId = params['subscriptionId']?.toLowerCase();
  if (subscriptionId === undefined || /\/torpor\.emulator\//i.test(route)) return undefined;
  const groupName = params['resourceGroupName'];
  const vmName = params['vmName'];
  return {
    operations: namesOf(request),
    ...(groupName === undefined ? {} : { groupName }),
    ...(groupName === undefined || vmName === undefined
      ? {}
      : { vmId: vmResourceId({ subscriptionId, groupName, vmName }) }),
  };
}

function namesOf({ method, route, hibernates }: RoutedRequest): readonly string[] {
  const path = route.toLowerCase();
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const names = [verb];
  if (verb === 'get') {
    if (POLL.test(path)) names.push('poll');
    else if (!/\/:\w+$/.test(path)) names.push('list');
    return names;
  }
  const onVm = ON_VM.exec(path);
  if (onVm === null) return names;
  const action = onVm[1];
  if (action === undefined) return verb === 'put' ? [...names, 'create'] : names;
  const name = action === 'deallocate' && hibernates ? 'hibernate' : action;
  const known = REQUEST_NAMES.find((candidate) => candidate.toLowerCase() === name);
  return known === undefined ? names : [...names, known];
}
