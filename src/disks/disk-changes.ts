import { refusal, type Refusal } from '#libs/refusal';
import { isEqualJson } from '../networks/subnet-changes.js';
import type { DiskRow } from '../persistence/disk.repository.js';
import { ownerRefusal, type PartOwner } from '../persistence/part-owner.repository.js';
import type { DiskChange, WantedDiskResource } from './wanted-disk-resource.js';

/** What an existing disk would be after a change. */
export type ChangedDisk = Pick<DiskRow, 'tags' | 'sku' | 'sizeGib' | 'supportsHibernation' | 'properties'>;

export function changedDisk(before: DiskRow, change: DiskChange): ChangedDisk {
  return {
    tags: change.tags ?? before.tags,
    sku: change.sku ?? before.sku,
    sizeGib: change.sizeGib ?? before.sizeGib,
    supportsHibernation: change.supportsHibernation ?? before.supportsHibernation,
    properties: { ...before.properties, ...change.properties },
  };
}

/** Why a disk cannot be what the body of a PUT says it was made as (ARM-25). */
export function madeDifferentlyRefusal(before: DiskRow, wanted: WantedDiskResource): Refusal | undefined {
  if (wanted.location !== before.location) {
    return refusal('property-immutable', `disk ${before.name} is in ${before.location}`, {
      target: 'location',
    });
  }
  if (wanted.zones !== undefined && !isEqualJson(wanted.zones, before.properties['zones'] ?? [])) {
    return refusal('property-immutable', `the zones of disk ${before.name}`, { target: 'zones' });
  }
  const { createOption = 'Empty' } = (before.properties['creationData'] ?? {}) as {
    readonly createOption?: string;
  };
  if (createOptionOf(wanted) === createOption) return undefined;
  return refusal('property-immutable', `disk ${before.name} was made with createOption ${createOption}`, {
    target: 'properties.creationData.createOption',
  });
}

export type DiskCreateOption = 'Empty' | 'FromImage' | 'Import' | 'Upload' | 'Copy';

export function createOptionOf({ source }: Pick<WantedDiskResource, 'source'>): DiskCreateOption {
  switch (source.kind) {
    case 'empty':
      return 'Empty';
    case 'image':
      return 'FromImage';
    case 'import':
      return 'Import';
    case 'upload':
      return 'Upload';
    case 'copy':
      return 'Copy';
  }
}

interface Ownership {
  readonly owner?: PartOwner;
  /** The disk is the OS disk of a VM with hibernation enabled. */
  readonly isNeededForHibernation: boolean;
}

/** The first reason why an existing disk cannot become `after`. */
export function diskChangeRefusal(
  before: DiskRow,
  after: ChangedDisk,
  { owner, isNeededForHibernation }: Ownership,
): Refusal | undefined {
  if (after.sizeGib < before.sizeGib) {
    return refusal(
      'disk-too-small',
      `disk ${before.name} has ${before.sizeGib} GiB, ${after.sizeGib} were asked for`,
      {
        target: 'properties.diskSizeGB',
      },
    );
  }
  const member = changedMember(before, after);
  if (owner === undefined || member === undefined) return undefined;
  const against = ownerRefusal(owner, 'disks');
  if (against !== undefined) return against;
  const { vmName, state } = owner;
  if (member === 'maxShares' || (member !== 'properties' && state.kind !== 'deallocated')) {
    return refusal('disk-in-use', `disk ${before.name} belongs to VM ${vmName}, which is ${state.kind}`, {
      target: `properties.${member}`,
    });
  }
  if (isNeededForHibernation && !after.supportsHibernation) {
    return refusal('disk-in-use', `VM ${vmName} is enabled for hibernation, which its OS disk must support`, {
      target: 'properties.supportsHibernation',
    });
  }
  return undefined;
}

/** What a change is about, in the order in which it matters; tags alone are no change of the disk. */
function changedMember(before: DiskRow, after: ChangedDisk) {
  if (after.properties['maxShares'] !== before.properties['maxShares']) return 'maxShares';
  if (after.sizeGib !== before.sizeGib) return 'diskSizeGB';
  if (after.sku !== before.sku) return 'sku';
  if (after.supportsHibernation !== before.supportsHibernation) return 'supportsHibernation';
  return isEqualJson(after.properties, before.properties) ? undefined : 'properties';
}
