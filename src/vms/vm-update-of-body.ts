import type { Catalogue } from '../catalogue/load-catalogue.js';
import { echoOf } from './echo-of-body.js';
import type { FixedMembers } from './fixed-members.js';
import type { VmUpdate } from './update-vm/update-vm.command.js';
import type { VmBody, VmPropertiesBody, VmUpdateBody } from './vm-body/vm.dto.js';
import { exclusionsOf, requireSize, shownBesideProperties, wantedNics } from './wanted-vm.js';
import { wantedDataDisks } from './wanted-disks.js';

/** The type of a data disk that is added later without naming one. */
const LATER_DISK_SKU = 'Premium_LRS';

/** What the body of a PATCH asks for, or of a PUT to a VM that exists. Throws `RefusalError`. */
export function vmUpdateOf(body: VmUpdateBody | VmBody, catalogue: Catalogue): VmUpdate {
  const { properties = {}, tags } = body;
  const { hardwareProfile, storageProfile, networkProfile, additionalCapabilities } = properties;
  const size = hardwareProfile?.vmSize;
  const hibernationEnabled = additionalCapabilities?.hibernationEnabled;
  const disks = { catalogue, defaultSku: LATER_DISK_SKU };
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(size === undefined ? {} : { size: requireSize(catalogue, size).name }),
    ...(hibernationEnabled === undefined ? {} : { hibernationEnabled }),
    ...(storageProfile?.dataDisks === undefined
      ? {}
      : { dataDisks: wantedDataDisks(storageProfile.dataDisks, disks) }),
    ...(networkProfile?.networkInterfaces === undefined ? {} : { nics: wantedNics(properties) }),
    ...(properties.userData === undefined ? {} : { userData: properties.userData }),
    echoed: echoOf(shownBesideProperties(body), properties),
    fixed: { ...('location' in body ? { location: body.location } : {}), ...fixedMembers(body, properties) },
  };
}

function fixedMembers({ zones, plan }: VmUpdateBody, properties: VmPropertiesBody): FixedMembers {
  const { imageReference, osDisk } = properties.storageProfile ?? {};
  const { computerName, adminUsername } = properties.osProfile ?? {};
  return {
    ...(zones === undefined ? {} : { zones }),
    ...(plan === undefined ? {} : { plan }),
    ...(imageReference === undefined ? {} : { imageReference }),
    ...(osDisk === undefined ? {} : { osDisk: fixedOsDisk(osDisk) }),
    ...(computerName === undefined ? {} : { computerName }),
    ...(adminUsername === undefined ? {} : { adminUsername }),
    exclusions: exclusionsOf(properties),
  };
}

function fixedOsDisk({
  name,
  managedDisk,
  diskSizeGB,
}: NonNullable<NonNullable<VmPropertiesBody['storageProfile']>['osDisk']>): NonNullable<
  FixedMembers['osDisk']
> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(managedDisk?.id === undefined ? {} : { disk: managedDisk.id }),
    ...(diskSizeGB === undefined ? {} : { sizeGib: diskSizeGB }),
  };
}
