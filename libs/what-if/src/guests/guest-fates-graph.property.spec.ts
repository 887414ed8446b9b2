import { HOST_GENERATIONS, type HostGeneration } from '#libs/hosts';
import { FAULTS, type Fault, type FaultKind } from '#libs/linux-guest';
import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fateOf, type Fate } from './fate.js';
import { guestFates } from './guest-fates-graph.js';
import { FATE_KINDS, type FateKind, type GuestFates } from './guest-fates.js';
import type { GuestMake } from './life-facts.js';
import { FAULT, FAULTS_TRIED, MAKE, POLICY } from './testing/guest-arbitraries.js';
import { CAUSES_OF_FATES } from './testing/causes-of-fates.js';
import { aMake } from './testing/guest-makes.js';
import { VmLife, type LivedAct } from './vm-life.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_261_122, numRuns: 120 };

const A_DAY_MS = 24 * 60 * 60 * 1000;

/** `at` picks a generation: for a boot of the suitable ones, for a resume of all. */
interface Start {
  readonly at: number;
  /** Resume on the generation on which it booted instead. */
  readonly isHome: boolean;
  readonly faults: number;
}

/** What is done to one VM; `hibernation` and `faults` are numbers of sets. */
interface Night {
  readonly hibernation: number;
  readonly starts: readonly Start[];
}

interface Case {
  readonly makes: readonly GuestMake[];
  readonly policy: GuidPolicy;
  readonly faultSets: readonly (readonly Fault[])[];
  readonly walks: readonly { readonly make: number; readonly nights: readonly Night[] }[];
}

const FAULT_SETS = 4;
const MAKES = 2;
const GENERATIONS: readonly HostGeneration[] = Object.values(HOST_GENERATIONS);

/** After four of Intel. */
const ANOTHER_VENDOR = GENERATIONS.findIndex(({ processorVendor }) => processorVendor === 'AMD');

/** A fault every second time. */
const FAULT_SET = fc.oneof(fc.constant(0), fc.nat(FAULT_SETS));

const START: fc.Arbitrary<Start> = fc.record({
  at: fc.nat(99),
  isHome: fc.nat(3).map((one) => one > 0),
  faults: FAULT_SET,
});

const NIGHT: fc.Arbitrary<Night> = fc.record({
  hibernation: FAULT_SET,
  starts: fc.array(START, { minLength: 2, maxLength: 2 }),
});

const CASE: fc.Arbitrary<Case> = fc.record({
  makes: fc.array(MAKE, { minLength: MAKES, maxLength: MAKES }),
  policy: POLICY,
  faultSets: fc
    .array(fc.array(FAULT, { minLength: 1, maxLength: 2 }), { minLength: FAULT_SETS, maxLength: FAULT_SETS })
    .map((sets) => [[], ...sets]),
  walks: fc.array(
    fc.record({
      make: fc.nat(MAKES - 1),
      nights: fc.array(NIGHT, { minLength: 3, maxLength: 5 }),
    }),
    { minLength: 4, maxLength: 4 },
  ),
});

/** A row of the graph in the words of a single VM's fate. */
function rowOf({ fates, causes }: GuestFates, row: number): Fate {
  return {
    kind: FATE_KINDS[fates.kind[row]!]!,
    cause: causes[fates.cause[row]!]!,
    ms: fates.ms[row]!,
    imageMib: fates.imageMib[row]!,
    bytesPerSecond: fates.bytesPerSecond[row]!,
  };
}

/** What occurred over all cases. */
class Occurred {
  readonly kinds = new Set<FateKind>();
  readonly causes = new Set<string>();
  readonly faults = new Set<FaultKind>();

  note({ kind, cause }: Fate, faults: readonly Fault[]): void {
    this.kinds.add(kind);
    this.causes.add([cause.act, kind, cause.rule, cause.phase, cause.device].filter(Boolean).join(' '));
    for (const fault of faults) this.faults.add(fault.kind);
  }
}

/** One VM of its own beside the state that the graph holds for it. */
class BothWays {
  readonly fromLives: Fate[] = [];
  readonly fromGraph: Fate[] = [];
  #life: VmLife;
  #state = -1;
  #atMs = 0;
  #home = 0;

  constructor(
    readonly graph: GuestFates,
    readonly the: Case,
    readonly make: number,
    readonly name: string,
    readonly occurred: Occurred,
  ) {
    const macs = this.the.makes[make]!.nics.map((_, index) => `a0b1c2d3e4${index}0`);
    this.#life = VmLife.of({ name, make: this.the.makes[make]!, policy: the.policy, macs });
  }

  get phase() {
    return this.#life.phase;
  }

  boot(at: number): void {
    const { processorVendor } = this.the.makes[this.make]!.size;
    const suitable = GENERATIONS.filter(
      (each) => processorVendor === undefined || each.processorVendor === processorVendor,
    );
    const generation = suitable[at % suitable.length]!;
    this.#life = this.#life.boot({ atMs: this.#later(), host: { name: `host ${at}`, generation } }).life;
    this.#home = GENERATIONS.indexOf(generation);
    this.#state = this.graph.boot(this.make, this.#home);
  }

  hibernate(set: number): void {
    const faults = this.the.faultSets[set]!;
    this.#compare(
      this.#life.hibernate({ atMs: this.#later(), faults }),
      this.graph.hibernate(this.#state, set),
      faults,
    );
  }

  resume({ at, isHome, faults: set }: Start): void {
    const faults = this.the.faultSets[set]!;
    const generation = isHome ? this.#home : at % GENERATIONS.length;
    const host = { name: `host ${at}`, generation: GENERATIONS[generation]! };
    this.#compare(
      this.#life.resume({ atMs: this.#later(), host, faults }),
      this.graph.resume(this.#state, generation, set),
      faults,
    );
  }

  #compare(lived: LivedAct, row: number, faults: readonly Fault[]): void {
    const fate = fateOf(lived);
    this.fromLives.push(fate);
    this.fromGraph.push(rowOf(this.graph, row));
    this.occurred.note(fate, faults);
    this.#life = lived.life;
    this.#state = this.graph.fates.next[row]!;
  }

  #later(): number {
    return (this.#atMs += A_DAY_MS);
  }
}

function walk(both: BothWays, nights: readonly Night[]): BothWays {
  both.boot(nights[0]!.starts[0]!.at);
  for (const { hibernation, starts } of nights) {
    if (both.phase === 'running') both.hibernate(hibernation);
    for (const start of starts) {
      if (both.phase === 'asleep') both.resume(start);
    }
    if (both.phase !== 'running') both.boot(starts[1]!.at);
  }
  return both;
}

describe('what becomes of guests', () => {
  const occurred = new Occurred();

  it('TORPOR-11 the graph tells of any VM what its own life tells, night after night', () => {
    fc.assert(
      fc.property(CASE, (the) => {
        const graph = guestFates(the.makes, the.policy, GENERATIONS, the.faultSets);
        for (const [at, { make, nights }] of the.walks.entries()) {
          const { fromGraph, fromLives } = walk(
            new BothWays(graph, the, make, `vm-${at}-${nights.length}`, occurred),
            nights,
          );
          expect(fromGraph).toEqual(fromLives);
        }
      }),
      RUNS,
    );
  });

  /** Every device there is, so that every fault finds the one it is about; and enough in it to lose. */
  const rich = { ...aMake().size, ddaDevices: 1, hasTemporaryDisk: true };
  const nics = [{ isAccelerated: true }, { isAccelerated: true }];
  const makes = ['6.8', '6.15'].map((kernelVersion) => aMake({ size: rich, nics }, { kernelVersion }));
  const keeping: GuidPolicy = {
    ...BUILT_IN_POLICIES.azure,
    name: 'keeping',
    devices: { ...BUILT_IN_POLICIES.azure.devices, vf: { kind: 'keep' }, dda: { kind: 'keep' } },
    dda: { hibernation: 'allow', exceptSizes: [] },
  };
  /** What only two faults bring about. */
  const pairs: readonly (readonly Fault[])[] = [
    [{ kind: 'missing-at-restore', slot: 'nic 0' }, { kind: 'unknown-relid-unanswered' }],
    [{ kind: 's4-not-offered' }, { kind: 'image-corrupt' }],
    [{ kind: 'device-guid-changed', slot: 'nic 0' }, { kind: 'image-corrupt' }],
    [{ kind: 'vpci-version-refused', slot: 'dda 0' }, { kind: 'image-corrupt' }],
  ];
  const staying = { ...keeping, name: 'staying', removeVfsBeforeHibernation: false };

  it.each([keeping, staying])('nor does any single fault part them, under policy $name', (policy) => {
    const faultSets = [[], ...pairs, ...FAULTS_TRIED.map((fault) => [fault])];
    const the: Case = { makes, policy, faultSets, walks: [] };
    const graph = guestFates(makes, policy, GENERATIONS, faultSets);
    // Placement keeps an image from other vendors' hosts unless told to let it go anywhere.
    const startsOf = (set: number): readonly Start[] => {
      const isHome = !faultSets[set]!.some(({ kind }) => kind === 'any-host');
      return [
        { at: ANOTHER_VENDOR, isHome, faults: set },
        { at: 0, isHome: true, faults: 0 },
      ];
    };
    for (const [make, set] of makes.flatMap((_, at) =>
      faultSets.map((__, number) => [at, number] as const),
    )) {
      const first: Night = { hibernation: 0, starts: startsOf(set) };
      // The machine of a pair stays as it is for a night on which nothing else is staged.
      const then: Night = { hibernation: set > pairs.length ? set : 0, starts: startsOf(0) };
      const both = walk(new BothWays(graph, the, make, `vm-${make}-${set}`, occurred), [first, then, then]);
      expect(both.fromGraph).toEqual(both.fromLives);
    }
  });

  it('and the cases come upon every fate, fault and cause', () => {
    expect([...occurred.kinds].toSorted()).toEqual(FATE_KINDS.toSorted());
    expect(Object.keys(FAULTS).filter((kind) => !occurred.faults.has(kind as FaultKind))).toEqual([]);
    expect(CAUSES_OF_FATES.filter((cause) => !occurred.causes.has(cause))).toEqual([]);
  });
});
