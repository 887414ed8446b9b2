import type { ComputePolicyName, SubscriptionPolicyName } from './policy.js';

/** A request that has found its route: `/subscriptions/:subscriptionId/providers/Microsoft.Compute/...`. */
export interface ChargedRequest {
  readonly method: string;
  readonly route: string;
}

/** Which policies count a request. */
export interface RequestCharge {
  readonly subscription: SubscriptionPolicyName;
  /** Absent for what is not a request about VMs. */
  readonly compute?: ComputePolicyName;
}

/** The policies that count a request; `undefined` for one that is not about a subscription, or is about the emulator. */
export function chargeOf({ method, route }: ChargedRequest): RequestCharge | undefined {
  const path = route.toLowerCase();
  if (!path.startsWith('/subscriptions/:') || path.includes('/torpor.emulator/')) return undefined;
  const verb = method === 'HEAD' ? 'GET' : method;
  const subscription = subscriptionPolicy(verb);
  const compute = computePolicy(verb, path);
  return compute === undefined ? { subscription } : { subscription, compute };
}

function subscriptionPolicy(verb: string): SubscriptionPolicyName {
  if (verb === 'GET') return 'SubscriptionReads';
  return verb === 'DELETE' ? 'SubscriptionDeletes' : 'SubscriptionWrites';
}

const ON_COMPUTE = /\/providers\/microsoft\.compute\/(.*)$/;
const LISTS = /^(?:locations\/:\w+\/)?virtualmachines$/;
const POLL = /^locations\/:\w+\/operations\/:\w+$/;
const ON_VM = /^virtualmachines\/:\w+(?:\/(.*))?$/;

function computePolicy(verb: string, path: string): ComputePolicyName | undefined {
  const [, rest = ''] = ON_COMPUTE.exec(path) ?? [];
  if (verb === 'GET' && POLL.test(rest)) return 'GetOperation';
  if (verb === 'GET' && LISTS.test(rest)) return 'HighCostGet';
  const onVm = ON_VM.exec(rest);
  return onVm === null ? undefined : vmPolicy(verb, onVm[1]);
}

/** What is done to one VM. Source: data/azure-hibernation/compute-throttling.csv. */
function vmPolicy(verb: string, action: string | undefined): ComputePolicyName {
  if (verb === 'GET') return 'LowCostGet';
  switch (action) {
    case undefined:
      return verb === 'PUT' ? 'PutVM' : verb === 'DELETE' ? 'DeleteVM' : 'UpdateVM';
    case 'deallocate':
    case 'simulateeviction':
      return 'DeleteVM';
    case 'assesspatches':
    case 'installpatches':
      return 'GuestPatch';
    default:
      return 'UpdateVM';
  }
}
