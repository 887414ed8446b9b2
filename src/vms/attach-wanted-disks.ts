import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findDisk } from '../persistence/disk.repository.js';
import { OS_DISK_LUN } from '../persistence/vm-facts.repository.js';
import { attachDisk, insertDisk, type ArmName } from '../persistence/vm-parts.repository.js';
import type { WantedDataDisk, WantedDisk, WantedVm } from './vm-document.js';

interface Owner {
  readonly vmId: string;
  readonly vmName: string;
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
  { vmId, vmName, groupId, isLeased }: Owner,
  { location, tags }: Pick<WantedVm, 'location' | 'tags'>,
  wanted: WantedDisk,
  lun: number,
): Promise<void> {
  const diskId =
    wanted.kind === 'existing'
      ? await existingDisk(sql, wanted)
      : await insertDisk(sql, {
          groupId,
          location,
          tags,
          sku: wanted.sku,
          sizeGib: wanted.sizeGib,
          supportsHibernation: wanted.supportsHibernation,
          properties: wanted.properties ?? {},
          name: wanted.name ?? madeUpName(vmName, lun),
        });
  await attachDisk(sql, { diskId, vmId, lun, isLeased });
}

/** Throws disk-not-found, and property-immutable for a disk of another size. */
async function existingDisk(
  sql: EntityManager,
  { disk, sizeGib }: { readonly disk: ArmName; readonly sizeGib?: number },
): Promise<string> {
  const found = await findDisk(sql, disk);
  if (found === undefined) {
    throw new RefusalError(refusal('disk-not-found', `disk ${disk.name} in group ${disk.groupName}`));
  }
  if (sizeGib !== undefined && sizeGib !== found.sizeGib) throw otherSize(found, sizeGib);
  return found.id;
}

/** The size of a disk changes on the disk, not by way of its VM. */
export function otherSize(
  { name, sizeGib }: { name: string; sizeGib: number },
  wantedGib: number,
): RefusalError {
  const detail = `disk ${name} has ${sizeGib} GiB, not ${wantedGib}: resize the disk itself`;
  return new RefusalError(refusal('property-immutable', detail));
}

/** Longest part of a VM name in the name of its disk: disk names have up to 80 characters. */
const NAME_LENGTH = 40;

function madeUpName(vmName: string, lun: number): string {
  const role = lun === OS_DISK_LUN ? 'OsDisk_1' : `disk${lun + 2}`;
  return `${vmName.slice(0, NAME_LENGTH)}_${role}_${randomBytes(8).toString('hex')}`;
}
