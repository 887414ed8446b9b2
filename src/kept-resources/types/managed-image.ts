import { refusal } from '#libs/refusal';
import { resourceId } from '../../arm/arm-id.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { KeptContent } from '../../persistence/kept-resource.repository.js';
import type { Sql } from '../../persistence/sql.js';
import { findVmView, type VmView } from '../../persistence/vm-view.repository.js';
import { armNameOfId } from '../../requests/arm-schemas.js';
import type { KeptChange } from '../kept-kind.js';

const SOURCE = 'properties.sourceVirtualMachine.id';

/**
 * An image of a VM shows its disks as they were; one of disks or blobs is kept as it was written. Throws
 * vm-not-found (ARM-29), property-immutable for another source than before, and invalid-parameter for an image of
 * nothing.
 */
export async function completeManagedImage(sql: Sql, { before, wanted }: KeptChange): Promise<KeptContent> {
  const { properties } = wanted;
  const source = properties['sourceVirtualMachine'] as { readonly id: string } | undefined;
  if (before !== undefined) return unchanged(before, wanted, source?.id);
  if (source === undefined) {
    if (properties['storageProfile'] !== undefined) return withDefaults(wanted, {});
    const detail = 'an image is of a VM or has a storage profile';
    throw new RefusalError(refusal('invalid-parameter', detail, { target: 'properties' }));
  }
  const vm = await requireVm(sql, source.id);
  return withDefaults(wanted, {
    sourceVirtualMachine: { id: vmIdOf(vm) },
    storageProfile: { ...(properties['storageProfile'] as object | undefined), ...disksOf(vm) },
  });
}

function withDefaults(wanted: KeptContent, more: KeptContent['properties']): KeptContent {
  return { ...wanted, properties: { hyperVGeneration: 'V2', ...wanted.properties, ...more } };
}

function unchanged(before: KeptContent, wanted: KeptContent, sourceId: string | undefined): KeptContent {
  const made = before.properties['sourceVirtualMachine'] as { readonly id: string } | undefined;
  if (sourceId !== undefined && sourceId.toLowerCase() !== made?.id.toLowerCase()) {
    throw new RefusalError(refusal('property-immutable', 'the VM of an image', { target: SOURCE }));
  }
  return { ...wanted, properties: { ...before.properties, ...wanted.properties, ...sourceOf(made) } };
}

function sourceOf(made: { readonly id: string } | undefined): KeptContent['properties'] {
  return made === undefined ? {} : { sourceVirtualMachine: made };
}

async function requireVm(sql: Sql, id: string): Promise<VmView> {
  const { subscriptionId, groupName, name } = armNameOfId('Microsoft.Compute', 'virtualMachines', id);
  const vm = await findVmView(sql, { subscriptionId, groupName, vmName: name });
  if (vm !== undefined) return vm;
  const detail = `VM ${name} in group ${groupName}`;
  throw new RefusalError(refusal('vm-not-found', detail, { rule: 'ARM-29', target: SOURCE }));
}

function vmIdOf({ subscriptionId, groupName, name }: VmView): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, 'Microsoft.Compute/virtualMachines', name);
}

function disksOf({ disks }: VmView): KeptContent['properties'] {
  const [osDisk, ...dataDisks] = disks;
  return {
    ...(osDisk === undefined
      ? {}
      : {
          osDisk: {
            osType: osDisk.properties['osType'] ?? 'Linux',
            osState: 'Generalized',
            ...diskOf(osDisk),
          },
        }),
    dataDisks: dataDisks.map((disk) => ({ lun: disk.lun, ...diskOf(disk) })),
  };
}

function diskOf({ subscriptionId, groupName, name, sku, sizeGib }: VmView['disks'][number]) {
  const scope = { subscriptionId, resourceGroup: groupName };
  return {
    managedDisk: { id: resourceId(scope, 'Microsoft.Compute/disks', name) },
    diskSizeGB: sizeGib,
    storageAccountType: sku,
  };
}
