import type { EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { OS_DISK_LUN } from '../persistence/vm-facts.repository.js';
import { attachDisk, findDiskId, insertDisk } from '../persistence/vm-parts.repository.js';
import type { WantedDataDisk, WantedDisk, WantedVm } from './vm-document.js';

interface Owner {
  readonly vmId: string;
  readonly groupId: string;
  /** The VM has a Hyper-V VM right now. */
  readonly isLeased: boolean;
}

/** Gives a VM its OS and data disks, making those that are new. Throws `RefusalError`. */
export async function attachWantedDisks(
  sql: EntityManager,
  owner: Owner,
  wanted: Pick<WantedVm, 'osDisk' | 'dataDisks' | 'location' | 'tags'>,
): Promise<void> {
  await attachOne(sql, owner, wanted, wanted.osDisk, OS_DISK_LUN);
  await attachDataDisks(sql, owner, wanted, wanted.dataDisks);
}

/** Throws lun-taken when two disks name one LUN. */
export async function attachDataDisks(
  sql: EntityManager,
  owner: Owner,
  like: Pick<WantedVm, 'location' | 'tags'>,
  dataDisks: readonly WantedDataDisk[],
): Promise<void> {
  const luns = new Set<number>();
  for (const { lun, disk } of dataDisks) {
    if (luns.has(lun)) throw new RefusalError(refusal('lun-taken', `two data disks have LUN ${lun}`));
    luns.add(lun);
    await attachOne(sql, owner, like, disk, lun);
  }
}

async function attachOne(
  sql: EntityManager,
  { vmId, groupId, isLeased }: Owner,
  { location, tags }: Pick<WantedVm, 'location' | 'tags'>,
  wanted: WantedDisk,
  lun: number,
): Promise<void> {
  const diskId =
    wanted.kind === 'existing'
      ? await findDiskId(sql, wanted.disk)
      : await insertDisk(sql, { groupId, location, tags, properties: {}, ...wanted });
  await attachDisk(sql, { diskId, vmId, lun, isLeased });
}
