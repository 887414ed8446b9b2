import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findEmulation, type StoredEmulation } from '../persistence/emulation.repository.js';
import type { Sql } from '../persistence/sql.js';
import {
  findStoredVm,
  type SizeLookup,
  type StoredVm,
  type VmName,
} from '../persistence/vm-facts.repository.js';

/** A VM with all that an explanation may draw on: its verdicts, and the facts that its steps decide from. */
export interface ExplainedVm {
  readonly emulation: StoredEmulation;
  readonly stored: StoredVm;
}

/** Explanations decide nothing, so the operation in whose name the facts are read is none. */
const NO_OPERATION = 'none';

/** Throws `RefusalError` vm-not-found. */
export async function loadExplainedVm(sql: Sql, sizes: SizeLookup, vm: VmName): Promise<ExplainedVm> {
  const [emulation, stored] = await Promise.all([
    findEmulation(sql, vm),
    findStoredVm(sql, sizes, vm, NO_OPERATION),
  ]);
  if (emulation === undefined || stored === undefined) {
    throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
  }
  return { emulation, stored };
}
