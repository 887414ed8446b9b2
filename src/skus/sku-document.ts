import { BYTES_PER_MB, type DiskTier } from '../catalogue/disk-catalogue.js';
import type { VmSize } from '../catalogue/vm-size.js';

export interface SkuCapability {
  readonly name: string;
  readonly value: string;
}

/** What can be had in a location, as the list of SKUs shows it. */
export interface SkuDocument {
  readonly resourceType: 'virtualMachines' | 'disks';
  readonly name: string;
  readonly tier: string;
  readonly size: string;
  readonly family?: string;
  readonly locations: readonly string[];
  readonly locationInfo: readonly {
    readonly location: string;
    readonly zones: readonly string[];
    readonly zoneDetails: readonly never[];
  }[];
  readonly capabilities: readonly SkuCapability[];
  readonly restrictions: readonly never[];
}

const MIB_PER_GB = 1_024;
/** The largest OS disk there is. Unit: MB. */
const OS_DISK_MB = 1_047_552;

/** A VM size: what the catalogue does not tell is left out. Values are text, flags are `True` and `False`. */
export function vmSkuDocument(size: VmSize, location: string): SkuDocument {
  const { tempDiskGib, uncachedIops, uncachedMbps } = size;
  return {
    resourceType: 'virtualMachines',
    name: size.name,
    tier: 'Standard',
    size: size.name.replace(/^Standard_/, ''),
    family: size.family,
    ...placeOf(location, size.zones),
    capabilities: [
      ...(tempDiskGib === undefined ? [] : [number('MaxResourceVolumeMB', tempDiskGib * MIB_PER_GB)]),
      number('OSVhdSizeMB', OS_DISK_MB),
      number('vCPUs', size.vcpus),
      { name: 'HyperVGenerations', value: size.hypervGenerations.join(',') },
      number('MemoryGB', size.memoryMib / MIB_PER_GB),
      number('MaxDataDiskCount', size.maxDataDisks),
      { name: 'CpuArchitectureType', value: size.architecture },
      flag('LowPriorityCapable', size.spotEligible),
      flag('PremiumIO', size.premiumIo),
      { name: 'VMDeploymentTypes', value: 'IaaS' },
      number('vCPUsAvailable', size.vcpus),
      ...(uncachedIops === undefined ? [] : [number('UncachedDiskIOPS', uncachedIops)]),
      ...(uncachedMbps === undefined
        ? []
        : [number('UncachedDiskBytesPerSecond', uncachedMbps * BYTES_PER_MB)]),
      flag('EphemeralOSDiskSupported', size.ephemeralOsDisk),
      flag('EncryptionAtHostSupported', size.encryptionAtHost),
      flag('AcceleratedNetworkingEnabled', size.acceleratedNetworking),
      number('MaxNetworkInterfaces', size.maxNics),
      flag('HibernationSupported', size.hibernation.kind === 'supported'),
    ],
    restrictions: [],
  };
}

/** A performance tier of managed disks, which belongs to sizes above those of the tier before it. */
export function diskSkuDocument(
  tier: DiskTier,
  { location, above }: { readonly location: string; readonly above: number },
): SkuDocument {
  return {
    resourceType: 'disks',
    name: tier.sku,
    tier: tier.sku.replace(/(SSD|V2)?_.*$/, ''),
    size: tier.name,
    ...placeOf(location, []),
    capabilities: [
      number('MinSizeGiB', above),
      number('MaxSizeGiB', tier.maxGib),
      number('MinIOps', tier.iops),
      number('MaxIOps', tier.iops),
      number('MinBandwidthMBps', tier.mbps),
      number('MaxBandwidthMBps', tier.mbps),
      ...(tier.burstIops === 0 ? [] : [number('MaxBurstIops', tier.burstIops)]),
      ...(tier.burstMbps === 0 ? [] : [number('MaxBurstBandwidthMBps', tier.burstMbps)]),
      number('MaxValueOfMaxShares', tier.maxShares),
    ],
    restrictions: [],
  };
}

function placeOf(
  location: string,
  zones: readonly string[],
): Pick<SkuDocument, 'locations' | 'locationInfo'> {
  return { locations: [location], locationInfo: [{ location, zones, zoneDetails: [] }] };
}

function number(name: string, value: number): SkuCapability {
  return { name, value: String(value) };
}

function flag(name: string, value: boolean): SkuCapability {
  return { name, value: value ? 'True' : 'False' };
}
