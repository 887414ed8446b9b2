import { draw, streamBase, STREAMS, type Mix, type VmKind } from '#libs/what-if';
import type { GuestProfile } from '#libs/linux-guest';
import { placeInShares, shareEnds } from './mix-shares.js';
import type { RegionFleet } from './region-fleets.js';

/**
 * Gives a guest to every VM whose make has none: drawn by the VM's number, as guests of generated fleets are. Kinds
 * become as many as there are guests for them.
 */
export function withDrawnProfiles(
  regions: readonly RegionFleet[],
  profiles: Mix<GuestProfile>,
  seed: number,
): readonly RegionFleet[] {
  const [{ fleet: { kinds } } = { fleet: { kinds: [] } }] = regions;
  if (kinds.every(({ make }) => make === undefined || make.profile !== undefined)) return regions;
  const drawn = new DrawnKinds(kinds, profiles, streamBase(seed, STREAMS.profile));
  const kindOfs = regions.map(({ fleet }) => drawn.kindsOf(fleet.kindOf, fleet.firstVm));
  const isNarrow = drawn.kinds.length <= 0x1_0000;
  return regions.map(({ region, fleet }, at) => {
    const kindOf = isNarrow ? Uint16Array.from(kindOfs[at]!) : kindOfs[at]!;
    return { region, fleet: { ...fleet, kinds: drawn.kinds, kindOf } };
  });
}

class DrawnKinds {
  readonly kinds: VmKind[] = [];
  /** New numbers by old number times profiles plus profile; -1 for none yet. */
  readonly #numbers: Int32Array;
  /** Where the share of each profile ends. */
  readonly #ends: Float64Array;

  constructor(
    private readonly old: readonly VmKind[],
    private readonly profiles: Mix<GuestProfile>,
    private readonly stream: number,
  ) {
    this.#numbers = new Int32Array(old.length * profiles.length).fill(-1);
    this.#ends = shareEnds(profiles);
  }

  kindsOf(kindOf: Uint16Array | Uint32Array, firstVm: number): Uint32Array {
    const found = new Uint32Array(kindOf.length);
    const sum = this.#ends.at(-1) ?? 0;
    for (let index = 0; index < found.length; index++) {
      const share = draw(this.stream, firstVm + index) % sum;
      const profile = placeInShares(this.#ends, share);
      const slot = kindOf[index]! * this.profiles.length + profile;
      const known = this.#numbers[slot]!;
      found[index] = known >= 0 ? known : this.#add(slot, kindOf[index]!, profile);
    }
    return found;
  }

  /** A kind with a guest of its own is the same for all draws. */
  #add(slot: number, old: number, profile: number): number {
    const kind = this.old[old]!;
    const number = this.kinds.length;
    if (kind.make === undefined || kind.make.profile !== undefined) {
      this.#numbers.fill(number, old * this.profiles.length, (old + 1) * this.profiles.length);
      this.kinds.push(kind);
      return number;
    }
    const { value } = this.profiles[profile]!;
    this.#numbers[slot] = number;
    this.kinds.push({
      ...kind,
      make: { ...kind.make, name: `${kind.make.name}, ${value.name}`, profile: value },
    });
    return number;
  }
}
