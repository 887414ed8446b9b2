import type { FaultSpec } from '#libs/platform-faults';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import { checkFault } from './check-fault.js';
import type { FaultBody } from './fault.dto.js';

/** What is to be armed, of a body. Throws `RefusalError` fault-invalid with a target for each member at fault. */
export function faultSpecOf(subscriptionId: string, { properties }: FaultBody): FaultSpec {
  const { kind, target, operations, times, probability, seed, parameters } = properties;
  const { vm, group, host, size } = target;
  if (vm !== undefined && vm.subscriptionId !== subscriptionId) {
    const member = 'properties.target.vm';
    throw new RefusalError(
      refusal('fault-invalid', `${member} is in another subscription`, { target: member }),
    );
  }
  const spec: FaultSpec = {
    kind,
    target: {
      ...(vm === undefined ? {} : { vm: vmResourceId({ ...vm, vmName: vm.name }) }),
      ...(group === undefined ? {} : { group }),
      ...(host === undefined ? {} : { host }),
      ...(size === undefined ? {} : { size }),
    },
    ...(operations === undefined ? {} : { operations }),
    times,
    ...(probability === undefined ? {} : { probability }),
    seed,
    parameters: given(parameters),
  };
  const [first, ...rest] = checkFault(spec);
  if (first !== undefined) throw new RefusalError(first, [first, ...rest]);
  return spec;
}

/** Without members that are there and undefined. */
function given(parameters: FaultBody['properties']['parameters']): FaultSpec['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
