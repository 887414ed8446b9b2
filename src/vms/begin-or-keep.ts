import type { StableVmState } from '#libs/vm-lifecycle';
import { RefusalError } from '../errors/refusal-error.js';
import type {
  AcceptedOperation,
  BeginVmOperation,
  VmOperationRequest,
} from '../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../operations/vm-actions.js';

/**
 * Begins an action, or where the VM is already what the action is to make of it, an operation that succeeds and
 * changes nothing (ASSUME-31). Throws `RefusalError` as the action would.
 */
export async function beginOrKeep(
  operations: BeginVmOperation,
  request: VmOperationRequest,
  wanted: StableVmState['kind'],
): Promise<AcceptedOperation> {
  try {
    return await operations.begin(request);
  } catch (error) {
    if (!(error instanceof RefusalError) || error.refusal.code !== 'vm-state-forbids') throw error;
    return operations.begin({
      vm: request.vm,
      ...VM_ACTIONS.keep,
      refusal: ({ vm }) => (vm.state.kind === wanted ? undefined : error.refusal),
    });
  }
}
