import { type VmState } from '#libs/vm-lifecycle';
import { ERROR_TABLE } from '../errors/error-table.js';
import { refusalMessage } from '../errors/refusal-error.js';
import type { VmView } from '../persistence/vm-view.repository.js';
import type { InstanceStatus } from './instance-status.js';

type StatusFacts = Pick<VmView, 'state' | 'isGeneralized' | 'provisioningState' | 'failure' | 'changedAt'>;

const HIBERNATED: InstanceStatus = {
  code: 'HibernationState/Hibernated',
  level: 'Info',
  displayStatus: 'VM hibernated',
};
const GENERALIZED: InstanceStatus = {
  code: 'OSState/generalized',
  level: 'Info',
  displayStatus: 'VM generalized',
};

/**
 * Statuses of a VM in their fixed order: provisioning, power, and hibernation where there is one (AZURE-35).
 * Clients read the power state by its place.
 */
export function vmStatuses(vm: StatusFacts): readonly InstanceStatus[] {
  return [
    provisioningStatus(vm),
    powerStatus(vm),
    ...(vm.state.kind === 'hibernated' ? [HIBERNATED] : []),
    ...(vm.isGeneralized ? [GENERALIZED] : []),
  ];
}

function provisioningStatus({ provisioningState, failure, changedAt }: StatusFacts): InstanceStatus {
  const time = changedAt.toISOString();
  switch (provisioningState) {
    case 'Succeeded':
      return {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        time,
      };
    case 'Failed': {
      const code = failure === null ? 'InternalOperationError' : ERROR_TABLE[failure.code].armCode;
      return {
        code: `ProvisioningState/failed/${code}`,
        level: 'Error',
        displayStatus: 'Provisioning failed',
        ...(failure === null ? {} : { message: refusalMessage(failure) }),
        time,
      };
    }
    default:
      return {
        code: `ProvisioningState/${provisioningState.toLowerCase()}`,
        level: 'Info',
        displayStatus: provisioningState,
        time,
      };
  }
}

function powerStatus({ state, provisioningState }: StatusFacts): InstanceStatus {
  // A VM that is being made is deallocated until its operation takes it up.
  const power = provisioningState === 'Creating' ? 'starting' : powerOf(state);
  return { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` };
}

export type PowerState =
  'starting' | 'running' | 'stopping' | 'stopped' | 'deallocating' | 'deallocated' | 'unknown';

/** What callers see of a state: on this face a hibernating VM is deallocating, a hibernated one deallocated. */
function powerOf(state: VmState): PowerState {
  switch (state.kind) {
    case 'creating':
    case 'starting':
    case 'resuming':
    case 'redeploying':
      return 'starting';
    case 'running':
    case 'restarting':
      return 'running';
    case 'stopping':
      return 'stopping';
    case 'stopped':
      return 'stopped';
    case 'hibernating':
    case 'deallocating':
      return 'deallocating';
    case 'deallocated':
    case 'hibernated':
    case 'deleted':
      return 'deallocated';
    case 'resizing':
      return state.previous.kind === 'running' ? 'starting' : powerOf(state.previous);
    case 'reapplying':
    case 'deleting':
      return powerOf(state.previous);
    case 'recovering':
      return 'unknown';
  }
}
