import type { SizeCatalogue } from '../catalogue/size-catalogue.js';
import { PUBLIC_ADDRESS_COUNT, PUBLIC_ADDRESS_TYPE } from '../persistence/public-address.repository.js';

/** How much of a quota is used. */
export interface UsageDocument {
  readonly unit: 'Count';
  readonly currentValue: number;
  readonly limit: number;
  readonly name: { readonly value: string; readonly localizedValue: string };
}

/** What is shown where nothing is limited: hosts run out before quotas do. */
const UNLIMITED = 1_000_000;

function usage(
  value: string,
  localizedValue: string,
  currentValue: number,
  limit = UNLIMITED,
): UsageDocument {
  return { unit: 'Count', currentValue, limit, name: { value, localizedValue } };
}

/** Usage of compute in a location: VMs count in whatever state they are, as in Azure. */
export function computeUsages(
  sizes: SizeCatalogue,
  location: string,
  vms: readonly { readonly size: string; readonly count: number }[],
  resources: ReadonlyMap<string, number>,
): readonly UsageDocument[] {
  const families = new Map(sizes.inRegion(location).map(({ family }) => [family, 0]));
  let cores = 0;
  let count = 0;
  for (const { size, count: ofSize } of vms) {
    const { family = '', vcpus = 0 } = sizes.find(size) ?? {};
    families.set(family, (families.get(family) ?? 0) + vcpus * ofSize);
    cores += vcpus * ofSize;
    count += ofSize;
  }
  const disks = [...resources].filter(([type]) => type.startsWith(DISK_PREFIX));
  const disksOf = (sku: string) =>
    disks.reduce((sum, [type, of]) => sum + (type.slice(DISK_PREFIX.length).startsWith(sku) ? of : 0), 0);
  return [
    usage('availabilitySets', 'Availability Sets', resources.get('Microsoft.Compute/availabilitySets') ?? 0),
    usage('cores', 'Total Regional vCPUs', cores),
    usage('virtualMachines', 'Virtual Machines', count),
    ...[...families]
      .filter(([family]) => family !== '')
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([family, used]) => usage(family, `${family.replace(/Family$/, '')} Family vCPUs`, used)),
    usage('StandardDiskCount', 'Standard Storage Managed Disks', disksOf('Standard_')),
    usage('StandardSSDDiskCount', 'StandardSSD Storage Managed Disks', disksOf('StandardSSD_')),
    usage('PremiumDiskCount', 'Premium Storage Managed Disks', disksOf('Premium_')),
  ];
}

const DISK_PREFIX = 'Microsoft.Compute/disks/';

/** Usage of networks in a location; public addresses alone are limited (ASSUME-26). */
export function networkUsages(resources: ReadonlyMap<string, number>): readonly UsageDocument[] {
  const used = (type: string) => resources.get(`Microsoft.Network/${type}`) ?? 0;
  return [
    usage('VirtualNetworks', 'Virtual Networks', used('virtualNetworks')),
    usage('NetworkInterfaces', 'Network Interfaces', used('networkInterfaces')),
    usage('NetworkSecurityGroups', 'Network Security Groups', used('networkSecurityGroups')),
    usage(
      'PublicIPAddresses',
      'Public IP Addresses',
      resources.get(PUBLIC_ADDRESS_TYPE) ?? 0,
      PUBLIC_ADDRESS_COUNT,
    ),
  ];
}
