import type { ClustersSpec, FleetSpec, GuestsSpec, HostType, VmMake } from '#libs/what-if';
import type { Compiling } from './compiling.js';

const MIB_PER_GIB = 1_024;
/** What the engine can tell apart. */
const MAX_KINDS = 65_536;

/** VMs differ in group, make, guest, and in whether they are pinned. */
export function checkKinds(fleet: FleetSpec, guests: GuestsSpec | undefined, { faults }: Compiling): void {
  if (fleet.kind === 'listed') return;
  const { groups, sizes, pinnedPercent } = fleet;
  const profiles = guests?.profiles.length ?? 1;
  const makes =
    sizes.kind === 'by-vcpu'
      ? sizes.vcpus.length * sizes.gibPerVcpu.length
      : sizes.mix.reduce((sum, { value }) => sum + (value.profile === undefined ? profiles : 1), 0);
  const kinds = makes * groups.length * (pinnedPercent > 0 && pinnedPercent < 100 ? 2 : 1);
  if (kinds <= MAX_KINDS) return;
  const message = `stands for ${kinds} kinds of VM (groups, machines, guests, pinned or not), more than ${MAX_KINDS}`;
  faults.add(['fleet'], message);
}

/** A size that no type of host could ever take is a slip: none of its VMs would start. */
export function checkRoom(fleet: FleetSpec, { types }: ClustersSpec, { faults }: Compiling): void {
  if (fleet.kind === 'listed' || fleet.sizes.kind === 'by-vcpu') return;
  for (const { value: make } of fleet.sizes.mix) {
    if (types.some((type) => couldTake(type, make))) continue;
    const { name, vcpus, memoryMib, processorVendor } = make.size;
    const vfs = vfSlotsOf(make);
    const needs = [
      `${vcpus} vCPUs`,
      `${memoryMib / MIB_PER_GIB} GiB`,
      ...(vfs === 0 ? [] : [`${vfs} VF slots`]),
      ...(processorVendor === undefined ? [] : [`${processorVendor} processors`]),
    ];
    faults.add(['fleet', 'machines'], `no type of host can take ${name}: it needs ${needs.join(', ')}`);
  }
}

function couldTake({ generation, vcpus, memoryMib, vfSlots }: HostType, make: VmMake): boolean {
  const { size } = make;
  const isVendor = size.processorVendor === undefined || size.processorVendor === generation.processorVendor;
  return isVendor && size.vcpus <= vcpus && size.memoryMib <= memoryMib && vfSlotsOf(make) <= vfSlots;
}

function vfSlotsOf({ nics }: VmMake): number {
  return nics.filter(({ isAccelerated }) => isAccelerated).length;
}
