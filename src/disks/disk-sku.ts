import { refusal } from '#libs/refusal';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import { RefusalError } from '../errors/refusal-error.js';

/**
 * The SKU of this name as the catalogue spells it, for a disk of this size. Throws invalid-parameter for a SKU
 * that the catalogue does not have, and for a size that is too large for it.
 */
export function diskSku(
  { disks }: Pick<Catalogue, 'disks'>,
  sku: string,
  sizeGib: number,
  target: string,
): string {
  const smallest = disks.diskTier(sku, 1);
  if (smallest === undefined) {
    throw new RefusalError(
      refusal('invalid-parameter', `there is no disk SKU ${sku} in the catalogue`, { target }),
    );
  }
  if (disks.diskTier(sku, sizeGib) === undefined) {
    const detail = `a ${smallest.sku} disk cannot have ${sizeGib} GiB`;
    throw new RefusalError(refusal('invalid-parameter', detail, { target: 'properties.diskSizeGB' }));
  }
  return smallest.sku;
}
