import type { EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import {
  findStoredVm,
  type SizeLookup,
  type StoredVm,
  type VmName,
} from '../persistence/vm-facts.repository.js';

/** Looking at a VM belongs to no operation; the facts name none. */
const NO_OPERATION = '';

/** The VM, locked until the transaction ends. Throws `RefusalError` vm-not-found. */
export async function requireVm(sql: EntityManager, sizes: SizeLookup, vm: VmName): Promise<StoredVm> {
  const stored = await findStoredVm(sql, sizes, vm, NO_OPERATION, true);
  if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
  return stored;
}

/** Extensions change in a guest that runs (AZURE-49). Throws `RefusalError` vm-busy, extension-needs-running-vm. */
export function requireRunning({ facts: { vm }, claimedBy }: StoredVm): void {
  if (claimedBy !== null) {
    throw new RefusalError(refusal('vm-busy', `operation ${claimedBy} has VM ${vm.name}`));
  }
  if (vm.state.kind !== 'running') {
    throw new RefusalError(refusal('extension-needs-running-vm', `VM ${vm.name} is ${vm.state.kind}`));
  }
}
