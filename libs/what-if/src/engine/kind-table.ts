import { DURATION_MS } from '#libs/vm-operations';
import type { VmKind } from '../fleet/fleet.js';
import type { HostType, Scenario } from '../scenario.js';
import type { PlacementUnits } from './host-table.js';
import { typesFor } from './placement-masks.js';

const MIB_PER_GIB = 1024;
/** From the host's choice to a system that runs: what the live path takes. */
const MODELLED_BOOT_MS =
  DURATION_MS.createHypervVm + DURATION_MS.firmwareAndKernelBoot + DURATION_MS.userSpaceBoot;

/** What the engine needs to know of a kind of VM, by kind: few enough to stay in the cache. */
export class KindTable {
  readonly group: Int32Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly vfSlots: Int32Array;
  readonly bootMs: Int32Array;
  readonly resumeMs: Int32Array;
  readonly saveMs: Int32Array;
  /** Types of host that will do, by kind and origin (`typesFor`). */
  readonly types: Int32Array;
  readonly origins: number;

  constructor(
    kinds: readonly VmKind[],
    units: PlacementUnits,
    { durations, clusters }: Pick<Scenario, 'durations' | 'clusters'>,
  ) {
    this.group = Int32Array.from(kinds, ({ group }) => group);
    this.first = Int32Array.from(kinds, (kind) => units.first(kind));
    this.second = Int32Array.from(kinds, (kind) => units.second(kind));
    this.vfSlots = Int32Array.from(kinds, ({ vfSlots }) => vfSlots);
    const linear = (of: 'resume' | 'save') =>
      Int32Array.from(kinds, ({ memoryMib }) =>
        durations.kind === 'linear'
          ? durations[of].fixedMs + Math.ceil((durations[of].perGibMs * memoryMib) / MIB_PER_GIB)
          : 0,
      );
    this.bootMs = new Int32Array(kinds.length).fill(
      durations.kind === 'linear' ? durations.bootMs : MODELLED_BOOT_MS,
    );
    this.resumeMs = linear('resume');
    this.saveMs = linear('save');
    this.origins = clusters.types.length + 1;
    this.types = Int32Array.from(masksOf(kinds, clusters.types));
  }
}

function masksOf(kinds: readonly VmKind[], types: readonly HostType[]): readonly number[] {
  const known = new Map<string, readonly number[]>();
  return kinds.flatMap((kind) => {
    const key = `${kind.isPinned} ${kind.make?.size.processorVendor}`;
    const masks = known.get(key) ?? typesFor(kind, types);
    known.set(key, masks);
    return masks;
  });
}
