import type { EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { rows } from '../persistence/sql.js';
import { detachDisk } from '../persistence/vm-parts.repository.js';
import { attachDataDisks, otherSize } from './attach-wanted-disks.js';
import { isSameName } from './fixed-members.js';
import type { WantedDataDisk } from './vm-document.js';

interface HeldDisk {
  readonly id: string;
  readonly lun: number;
  readonly name: string;
  readonly sizeGib: number;
  readonly groupName: string;
  readonly subscriptionId: string;
}

/** Whether a VM has exactly these data disks. Throws property-immutable where one is to change its size. */
export async function hasDataDisks(
  sql: EntityManager,
  vmId: string,
  wanted: readonly WantedDataDisk[],
): Promise<boolean> {
  const held = await heldDataDisks(sql, vmId);
  for (const { lun, disk } of wanted) {
    const mine = held.find((one) => isSameDisk(one, { lun, disk }));
    if (mine !== undefined && disk.sizeGib !== undefined && disk.sizeGib !== mine.sizeGib) {
      throw otherSize(mine, disk.sizeGib);
    }
  }
  return held.length === wanted.length && wanted.every((disk) => held.some((one) => isSameDisk(one, disk)));
}

/** Disks that stay where they are keep their lease; the others go before new ones come. Throws `RefusalError`. */
export async function replaceDataDisks(
  sql: EntityManager,
  owner: { vmId: string; vmName: string; groupId: string; isLeased: boolean },
  location: string,
  wanted: readonly WantedDataDisk[],
): Promise<void> {
  const held = await heldDataDisks(sql, owner.vmId);
  for (const disk of held) {
    if (!wanted.some((one) => isSameDisk(disk, one))) await detachDisk(sql, disk.id);
  }
  const added = wanted.filter((one) => !held.some((disk) => isSameDisk(disk, one)));
  const kept = new Set(
    held.filter((disk) => wanted.some((one) => isSameDisk(disk, one))).map(({ lun }) => lun),
  );
  const clash = added.find(({ lun }) => kept.has(lun));
  if (clash !== undefined) throw new RefusalError(refusal('lun-taken', `LUN ${clash.lun} is taken`));
  await attachDataDisks(sql, owner, { location, tags: {} }, added);
}

async function heldDataDisks(sql: EntityManager, vmId: string): Promise<readonly HeldDisk[]> {
  return rows<HeldDisk>(
    sql,
    `select d.id, d.lun, d.name, d.size_gib as "sizeGib", g.name as "groupName",
            g.subscription_id as "subscriptionId"
       from disk d join resource_group g on g.id = d.group_id where d.vm_id = $1 and d.lun >= 0`,
    [vmId],
  );
}

/** A new disk that is asked for again, at the same LUN and under no other name, is the one that is there. */
function isSameDisk(held: HeldDisk, { lun, disk }: WantedDataDisk): boolean {
  if (held.lun !== lun) return false;
  if (disk.kind === 'existing') return isSameName(held, disk.disk);
  return disk.name === undefined || disk.name.toLowerCase() === held.name.toLowerCase();
}
