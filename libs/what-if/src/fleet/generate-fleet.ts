import type { GuestProfile } from '#libs/linux-guest';
import { draw, streamBase } from '../draw.js';
import type { Mix } from '../mix.js';
import type { GeneratedFleet, GuestsSpec, Scenario, VmMake } from '../scenario.js';
import type { Fleet, VmKind } from './fleet.js';
import { STREAMS } from './streams.js';

const MIB_PER_GIB = 1024;

/** The VMs of one region, drawn. Throws `RangeError` for a region that the fleet has no VMs in. */
export function generateFleet(
  scenario: Pick<Scenario, 'seed' | 'schedule' | 'guests'>,
  spec: GeneratedFleet,
  region: string,
): Fleet {
  const { from, to } = rangeOf(spec, region);
  const { seed } = scenario;
  const group = new Chooser(spec.groups, seed, STREAMS.group);
  const groupNumbers = spec.groups.map(({ value }) => {
    const number = scenario.schedule.groups.findIndex(({ name }) => name === value);
    if (number < 0) throw new RangeError(`the schedule has no group ${value}`);
    return number;
  });
  const sizes = sizesOf(spec, seed, scenario.guests);
  const pinnedBase = streamBase(seed, STREAMS.pinned);
  const kinds: VmKind[] = [];
  const known = new Int32Array(groupNumbers.length * sizes.count * 2).fill(-1);
  const count = to - from;
  const kindOf = known.length <= 0x10000 ? new Uint16Array(count) : new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const vm = from + index;
    const isPinned = draw(pinnedBase, vm) % 100 < spec.pinnedPercent;
    const chosenGroup = group.choose(vm);
    const size = sizes.choose(vm);
    const at = (chosenGroup * sizes.count + size) * 2 + (isPinned ? 1 : 0);
    let kind = known[at]!;
    if (kind < 0) {
      kind = kinds.push({ group: groupNumbers[chosenGroup]!, isPinned, ...sizes.sizeOf(size) }) - 1;
      known[at] = kind;
    }
    kindOf[index] = kind;
  }
  return { vms: count, firstVm: from, kinds, kindOf, nameOf: (index) => generatedName(from + index) };
}

/** `vm-0000042`. */
export function generatedName(vm: number): string {
  return `vm-${String(vm).padStart(7, '0')}`;
}

/** VM numbers of a region: regions share them out in order. */
export function rangeOf(
  { vms, regions }: Pick<GeneratedFleet, 'vms' | 'regions'>,
  region: string,
): { readonly from: number; readonly to: number } {
  const sum = regions.reduce((total, { weight }) => total + weight, 0);
  let before = 0;
  for (const { weight, value } of regions) {
    const bound = (share: number) => Math.floor((vms * share) / sum);
    if (value === region) return { from: bound(before), to: bound(before + weight) };
    before += weight;
  }
  throw new RangeError(`the fleet has no VMs in region ${region}`);
}

type Quantities = Pick<VmKind, 'vcpus' | 'memoryMib' | 'vfSlots' | 'make'>;

/** Sizes by number, and which one a VM has. */
interface Sizes {
  readonly count: number;
  choose(vm: number): number;
  sizeOf(number: number): Quantities;
}

function sizesOf({ sizes }: GeneratedFleet, seed: number, guests: GuestsSpec | undefined): Sizes {
  switch (sizes.kind) {
    case 'by-vcpu': {
      const vcpus = new Chooser(sizes.vcpus, seed, STREAMS.size);
      const gib = new Chooser(sizes.gibPerVcpu, seed, STREAMS.gibPerVcpu);
      return {
        count: vcpus.count * gib.count,
        choose: (vm) => vcpus.choose(vm) * gib.count + gib.choose(vm),
        sizeOf: (number) => {
          const cores = sizes.vcpus[Math.floor(number / gib.count)]!.value;
          const memoryMib = cores * sizes.gibPerVcpu[number % gib.count]!.value * MIB_PER_GIB;
          return { vcpus: cores, memoryMib, vfSlots: 0 };
        },
      };
    }
    case 'sizes': {
      const make = new Chooser(sizes.mix, seed, STREAMS.size);
      const profiles = guests?.profiles ?? [];
      const profile = new Chooser(profiles, seed, STREAMS.profile);
      const width = Math.max(1, profile.count);
      return {
        count: make.count * width,
        choose: (vm) => make.choose(vm) * width + (profile.count === 0 ? 0 : profile.choose(vm)),
        sizeOf: (number) =>
          quantitiesOf(sizes.mix[Math.floor(number / width)]!.value, profiles[number % width]?.value),
      };
    }
  }
}

/** What a make takes of a host. A make that has no profile of its own gets this one. */
function quantitiesOf(make: VmMake, profile: GuestProfile | undefined): Quantities {
  const { vcpus, memoryMib } = make.size;
  return {
    vcpus,
    memoryMib,
    vfSlots: make.nics.filter(({ isAccelerated }) => isAccelerated).length,
    make: make.profile === undefined && profile !== undefined ? { ...make, profile } : make,
  };
}

/** Draws indexes of a mix. */
class Chooser {
  readonly count: number;
  readonly #base: number;
  readonly #sum: number;
  /** Up to which draw each value is meant. */
  readonly #bounds: Uint32Array;

  constructor(mix: Mix<unknown>, seed: number, stream: number) {
    this.count = mix.length;
    this.#base = streamBase(seed, stream);
    let sum = 0;
    this.#bounds = Uint32Array.from(mix, ({ weight }) => (sum += weight));
    this.#sum = sum;
  }

  choose(number: number): number {
    if (this.count === 1) return 0;
    const drawn = draw(this.#base, number) % (this.#sum >>> 0);
    let chosen = 0;
    while (drawn >= this.#bounds[chosen]!) chosen++;
    return chosen;
  }
}
