import type { ListedFleet, VmMake } from '#libs/what-if';
import { loadCatalogue } from '../../../catalogue/load-catalogue.js';
import { sizeFactsOf } from '../../../catalogue/size-facts.js';
import type { LoadedFleet } from '../loaded-fleet.js';

/** The groups of the schedules that these fleets are for. */
export const LISTED_GROUPS = ['office', 'night', 'always'];

/** The make of a size as the catalogue has it: one accelerated NIC, an OS disk of 128 GiB. */
export function makeOfSize(name: string): VmMake {
  const size = loadCatalogue().sizes.find(name);
  if (size === undefined) throw new Error(`the catalogue has no size ${name}`);
  return {
    name: size.name,
    size: sizeFactsOf(size),
    nics: [{ isAccelerated: true }],
    osDisk: { sizeGib: 128, bytesPerSecond: 100_000_000, supportsHibernation: true },
    dataDisks: 0,
    hibernationEnabled: true,
    exclusions: [],
    diskNoise: 'steady',
  };
}

/** A fleet from a file, to be varied. Rows that say nothing are `Standard_D2s_v5` of `nobody` in `eastus`. */
export function aListedFleet(
  spec: Pick<ListedFleet, 'format' | 'path' | 'sha256'> & Partial<ListedFleet>,
): ListedFleet {
  const sizes = [
    'Standard_D2s_v5',
    'Standard_D4s_v5',
    'Standard_D8s_v5',
    'Standard_E4s_v5',
    'Standard_E8s_v5',
  ];
  return {
    kind: 'listed',
    onBadRow: 'fail',
    otherwise: { group: 'office', region: 'eastus', tenant: 'nobody', make: makeOfSize('Standard_D2s_v5') },
    makes: Object.fromEntries(sizes.map((name) => [name, makeOfSize(name)])),
    groups: [],
    ...spec,
  };
}

/** Everything about the VMs, in the order of their numbers. */
export function vmsOf({ regions, tenantName }: LoadedFleet) {
  return regions.flatMap(({ region, fleet }) =>
    Array.from({ length: fleet.vms }, (_, index) => {
      const { group, isPinned, vcpus, memoryMib, vfSlots, make } = fleet.kinds[fleet.kindOf[index]!]!;
      return {
        vm: fleet.firstVm + index,
        name: fleet.nameOf(index),
        region,
        tenant: tenantName(fleet.tenantOf![index]!),
        group: LISTED_GROUPS[group],
        isPinned,
        vcpus,
        memoryMib,
        vfSlots,
        make,
        arrivesMs: fleet.arrivesMs?.[index],
        leavesMs: fleet.leavesMs?.[index],
      };
    }),
  );
}
