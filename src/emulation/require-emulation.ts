import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findEmulation, type StoredEmulation } from '../persistence/emulation.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { VmName } from '../persistence/vm-facts.repository.js';

/** Throws `RefusalError` vm-not-found. */
export async function requireEmulation(sql: Sql, vm: VmName, lock = false): Promise<StoredEmulation> {
  const found = await findEmulation(sql, vm, lock);
  if (found === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
  return found;
}
