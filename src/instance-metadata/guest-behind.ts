import { findVmNameById } from '../persistence/instance-metadata.repository.js';
import type { Sql } from '../persistence/sql.js';
import { findVmView, type VmView } from '../persistence/vm-view.repository.js';
import { MetadataError } from './metadata-answer.js';
import { vmOfMetadataKey } from './metadata-key.js';

/**
 * The VM whose guest asks. Throws MetadataError 404 for a key that is none, 503 while no guest runs that could (ASSUME-43)
 * ask: deallocated, hibernated, stopped.
 */
export async function guestBehind(sql: Sql, key: string): Promise<VmView> {
  const vmId = await vmOfMetadataKey(sql, key);
  const name = vmId === undefined ? undefined : await findVmNameById(sql, vmId);
  const vm = name === undefined ? undefined : await findVmView(sql, name);
  if (vm === undefined) throw new MetadataError(404, { error: 'Not found' });
  if (vm.isGuestRunning) return vm;
  throw new MetadataError(503, { error: `No guest runs in VM ${vm.name}: it is ${vm.state.kind}` });
}
