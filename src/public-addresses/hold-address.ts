import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { KeptRow } from '../persistence/kept-resource.repository.js';
import {
  drawDynamicAddresses,
  findVmOfPublicAddress,
  leaseStaticAddress,
  makeAddressDynamic,
} from '../persistence/public-address.repository.js';
import type { Sql } from '../persistence/sql.js';
import { allocationMethodOf } from './public-address-changes.js';

/**
 * Gives a public address that was written the address that it should have: a static one has it from now on, a
 * dynamic one while the VM that uses it is on a host (AZURE-40). Throws public-addresses-exhausted (ASSUME-26).
 */
export async function holdAddress(sql: Sql, kept: KeptRow): Promise<void> {
  if (allocationMethodOf(kept) === 'Static') {
    if (await leaseStaticAddress(sql, kept.id)) return;
    throw new RefusalError(refusal('public-addresses-exhausted', `for public address ${kept.name}`));
  }
  await makeAddressDynamic(sql, kept.id);
  const vmId = await findVmOfPublicAddress(sql, kept.id);
  if (vmId !== undefined) await drawDynamicAddresses(sql, vmId);
}
