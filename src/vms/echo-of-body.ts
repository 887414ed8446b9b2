import { nicId } from '../network-interfaces/nic-document.js';
import { storableOsProfile } from './vm-body/os-profile.dto.js';
import type { DataDiskBody, OsDiskBody, StorageProfileBody } from './vm-body/storage-profile.dto.js';
import type { VmPropertiesBody } from './vm-body/vm.dto.js';
import type { DataDiskEcho, NicEcho, VmEcho } from './vm-echo.js';

type Members = Readonly<Record<string, unknown>>;

/** Of `properties`: what is decided by, what only answers fill in, and what has a place of its own. */
const NOT_SHOWN = [
  'hardwareProfile',
  'storageProfile',
  'osProfile',
  'networkProfile',
  'additionalCapabilities',
  'userData',
  'provisioningState',
  'instanceView',
  'vmId',
  'timeCreated',
];
const NOT_SHOWN_OF_DISK = [
  'name',
  'diskSizeGB',
  'managedDisk',
  'lun',
  'toBeDetached',
  'diskIOPSReadWrite',
  'diskMBpsReadWrite',
];

/** What of a body is kept to be shown again: only members that the body has. */
export function echoOf(top: Members, properties: VmPropertiesBody): VmEcho {
  const { storageProfile, osProfile, networkProfile, additionalCapabilities } = properties;
  return {
    ...section('top', defined(top)),
    ...(storageProfile === undefined ? {} : storageEcho(storageProfile)),
    ...(osProfile === undefined ? {} : { osProfile: defined(storableOsProfile(osProfile)) }),
    ...(networkProfile === undefined ? {} : networkEcho(networkProfile)),
    ...(additionalCapabilities === undefined
      ? {}
      : { additionalCapabilities: defined(additionalCapabilities) }),
    ...section('properties', without(properties, NOT_SHOWN)),
  };
}

function storageEcho({ imageReference, osDisk, dataDisks, ...storage }: StorageProfileBody): VmEcho {
  return {
    ...(imageReference === undefined ? {} : { imageReference: without(imageReference, ['exactVersion']) }),
    ...(osDisk === undefined ? {} : { osDisk: diskEcho(osDisk) }),
    ...(dataDisks === undefined
      ? {}
      : { dataDisks: dataDisks.map((disk): DataDiskEcho => ({ lun: disk.lun, ...diskEcho(disk) })) }),
    ...section('storage', defined(storage)),
  };
}

function diskEcho(disk: OsDiskBody | DataDiskBody): Members {
  const { id: _id, storageAccountType: _type, ...managedDisk } = disk.managedDisk ?? {};
  return { ...without(disk, NOT_SHOWN_OF_DISK), ...section('managedDisk', defined(managedDisk)) };
}

function networkEcho({
  networkInterfaces,
  networkInterfaceConfigurations: _refused,
  ...network
}: NonNullable<VmPropertiesBody['networkProfile']>): VmEcho {
  return {
    ...(networkInterfaces === undefined
      ? {}
      : {
          nics: networkInterfaces.map(({ id, properties }): NicEcho => ({
            key: nicId(id).toLowerCase(),
            ...defined(properties ?? {}),
          })),
        }),
    ...section('network', defined(network)),
  };
}

function section<Name extends string>(name: Name, members: Members): Partial<Record<Name, Members>> {
  return Object.keys(members).length === 0 ? {} : ({ [name]: members } as Record<Name, Members>);
}

function defined(members: object): Members {
  return without(members, []);
}

function without(members: object, names: readonly string[]): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([name, value]) => value !== undefined && !names.includes(name)),
  );
}
