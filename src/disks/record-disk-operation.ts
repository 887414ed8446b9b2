import type { Catalogue } from '../catalogue/load-catalogue.js';
import type { DiskRow } from '../persistence/disk.repository.js';
import { insertResourceOperation } from '../persistence/resource-operation.repository.js';
import type { Sql } from '../persistence/sql.js';
import { diskDocument, diskId, type DiskDocument } from './disk-document.js';

export interface DiskOperation {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly document: DiskDocument;
}

/** Records what was done to a disk, with the disk as it is now: its status shows it (ARM-10). */
export async function recordDiskOperation(
  sql: Sql,
  { disks }: Pick<Catalogue, 'disks'>,
  disk: DiskRow,
): Promise<DiskOperation> {
  const document = diskDocument(disk, disks.diskTier(disk.sku, disk.sizeGib));
  const { subscriptionId, location } = disk;
  const operationId = await insertResourceOperation(sql, {
    subscriptionId,
    location,
    provider: 'Microsoft.Compute',
    resourceId: diskId(disk),
    output: document,
  });
  return { operationId, subscriptionId, location, document };
}
