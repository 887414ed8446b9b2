import type { Catalogue } from '../catalogue/load-catalogue.js';
import { isOsDiskOfHibernatingVm, writeDisk, type DiskRow } from '../persistence/disk.repository.js';
import type { LockedPart } from '../persistence/part-owner.repository.js';
import type { Sql } from '../persistence/sql.js';
import { throwIfRefused } from '../requests/throw-if-refused.js';
import { changedDisk, diskChangeRefusal } from './disk-changes.js';
import { diskSku } from './disk-sku.js';
import type { DiskChange } from './wanted-disk-resource.js';

/** Changes a locked disk. Throws `RefusalError`. */
export async function changeDisk(
  sql: Sql,
  catalogue: Catalogue,
  {
    before,
    locked,
    change,
  }: { readonly before: DiskRow; readonly locked: LockedPart; readonly change: DiskChange },
): Promise<void> {
  const after = changedDisk(before, change);
  const sku = diskSku(catalogue, after.sku, after.sizeGib, 'sku.name');
  const changed = { ...after, sku };
  const { owner } = locked;
  throwIfRefused(
    diskChangeRefusal(before, changed, {
      ...(owner === undefined ? {} : { owner }),
      isNeededForHibernation: await isOsDiskOfHibernatingVm(sql, before.id),
    }),
  );
  await writeDisk(sql, before.id, changed);
}
