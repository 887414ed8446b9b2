import { resourceId } from '../arm/arm-id.js';
import type { DiskTier } from '../catalogue/disk-catalogue.js';
import type { DiskRow } from '../persistence/disk.repository.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

export interface DiskDocument {
  readonly name: string;
  readonly id: string;
  readonly type: 'Microsoft.Compute/disks';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly zones?: unknown;
  readonly managedBy?: string;
  readonly sku: { readonly name: string; readonly tier: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

const BYTES_PER_GIB = 1024 ** 3;

export function diskId({ subscriptionId, groupName, name }: ArmName): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, 'Microsoft.Compute/disks', name);
}

/** A disk as Azure shows it, with the limits of its performance tier. */
export function diskDocument(disk: DiskRow, tier: DiskTier | undefined): DiskDocument {
  const { vm, tags, sku, sizeGib } = disk;
  const { zones, ...shown } = disk.properties;
  return {
    name: disk.name,
    id: diskId(disk),
    type: 'Microsoft.Compute/disks',
    location: disk.location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(zones === undefined ? {} : { zones }),
    ...(vm === null ? {} : { managedBy: vmId(vm) }),
    sku: { name: sku, tier: sku.replace(/(SSD|V2)?_.*$/, '') },
    properties: {
      creationData: { createOption: 'Empty' },
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      networkAccessPolicy: 'AllowAll',
      publicNetworkAccess: 'Enabled',
      ...(tier === undefined ? {} : limits(tier)),
      ...shown,
      supportsHibernation: disk.supportsHibernation,
      diskSizeGB: sizeGib,
      diskSizeBytes: sizeGib * BYTES_PER_GIB,
      timeCreated: disk.createdAt.toISOString(),
      provisioningState: 'Succeeded',
      diskState: diskState(disk),
      uniqueId: disk.id,
    },
  };
}

/** `Reserved`: it belongs to a VM that is on no host. */
function diskState({ vm, isLeased, isAccessed }: DiskRow) {
  if (isAccessed) return 'ActiveSAS';
  if (vm === null) return 'Unattached';
  return isLeased ? 'Attached' : 'Reserved';
}

function limits({ iops, mbps, name, sku }: DiskTier): Record<string, unknown> {
  return {
    diskIOPSReadWrite: iops,
    diskMBpsReadWrite: mbps,
    // Only Premium SSDs let their tier be chosen, and show it.
    ...(sku.startsWith('Premium_') ? { tier: name } : {}),
  };
}

function vmId({ subscriptionId, groupName, vmName }: NonNullable<DiskRow['vm']>): string {
  return resourceId(
    { subscriptionId, resourceGroup: groupName },
    'Microsoft.Compute/virtualMachines',
    vmName,
  );
}
