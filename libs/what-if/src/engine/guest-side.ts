import { draw, streamBase } from '../draw.js';
import { STREAMS } from '../fleet/streams.js';
import type { Fleet } from '../fleet/fleet.js';
import { FATE_KINDS, type FateKind, type GuestFates } from '../guests/guest-fates.js';
import { WORST_FATES, type WorstFate } from '../results/scenario-summary.js';
import type { FaultSpec, Scenario } from '../scenario.js';

export const DAY_MS = 86_400_000;
const MOST_DAYS = 64;
const BYTES_PER_MIB = 2 ** 20;

export const FATE = Object.fromEntries(FATE_KINDS.map((kind, at) => [kind, at])) as Record<FateKind, number>;
export const WORST = Object.fromEntries(WORST_FATES.map((fate, at) => [fate, at])) as Record<
  WorstFate,
  number
>;

/** How harmful a fate is for the VM. */
const WORST_OF_KIND: Readonly<Record<FateKind, WorstFate>> = {
  refused: 'never-asleep',
  aborted: 'never-asleep',
  hung: 'hung',
  asleep: 'unharmed',
  stopped: 'never-asleep',
  resumed: 'unharmed',
  degraded: 'degraded',
  cold: 'memory-lost',
};

/** Fault sets: index 0 is none, index `n` the n-th fault alone. */
export function faultSetsOf(faults: readonly FaultSpec[]): readonly (readonly FaultSpec['fault'][])[] {
  return [[], ...faults.map(({ fault }) => [fault])];
}

/** The guests of a run: asks what becomes of them, counts it by cause and day, and says how long it takes. */
export class GuestSide {
  /** Per VM: the worst that befell it, and its cause. */
  readonly worst: Uint8Array;
  readonly cause: Int32Array;
  readonly #firstVm: number;
  readonly #seed: number;
  readonly #faults: readonly FaultSpec[];
  /** State of each guest, and the fate of the start under way. */
  readonly #stateOf: Int32Array;
  readonly #fateOf: Int32Array;
  readonly #faultBases: readonly number[][];
  /** Factors of image times by `#noiseOf` the kind; absent where times are not modelled. */
  readonly #noise: readonly Float64Array[] | undefined;
  readonly #noiseOf: Uint8Array;
  readonly #worstOfKind = FATE_KINDS.map((kind) => WORST[WORST_OF_KIND[kind]]);
  /** By cause and day: how often, and the first VM by number, plus 1. */
  #counts = new Uint32Array(64 * MOST_DAYS);
  #examples = new Uint32Array(64 * MOST_DAYS);

  constructor(
    readonly fates: GuestFates,
    { kinds, firstVm, vms }: Fleet,
    { faults, durations, seed }: Pick<Scenario, 'faults' | 'durations' | 'seed'>,
  ) {
    this.worst = new Uint8Array(vms);
    this.cause = new Int32Array(vms).fill(-1);
    this.#firstVm = firstVm;
    this.#seed = seed;
    this.#faults = faults;
    this.#stateOf = new Int32Array(vms);
    this.#fateOf = new Int32Array(vms);
    this.#faultBases = faults.map((_fault, at) =>
      Array.from({ length: MOST_DAYS }, (_day, day) => streamBase(seed, STREAMS.faults + day * 64 + at)),
    );
    this.#noise =
      durations.kind === 'modelled'
        ? [Float64Array.from(durations.noise.steady), Float64Array.from(durations.noise.burstable)]
        : undefined;
    this.#noiseOf = Uint8Array.from(kinds, ({ make }) => (make?.diskNoise === 'burstable' ? 1 : 0));
  }

  /** The guest of a VM of this kind has booted on a host of this type. */
  boot(vm: number, kind: number, type: number): void {
    this.#stateOf[vm] = this.fates.boot(kind, type);
  }

  /** The fate of a running guest that is asked to hibernate. */
  hibernate(vm: number, atMs: number): number {
    const day = dayOf(atMs);
    const fate = this.fates.hibernate(this.#stateOf[vm]!, this.#faultSet(vm, day, 'hibernate'));
    this.#befall(vm, fate, day);
    return fate;
  }

  /** A sleeping guest starts on a host of this type: its fate is sealed, and counts when it has come to pass. */
  resume(vm: number, type: number, askedMs: number): void {
    const faultSet = this.#faultSet(vm, dayOf(askedMs), 'resume');
    this.#fateOf[vm] = this.fates.resume(this.#stateOf[vm]!, type, faultSet);
  }

  /** The resume of a VM has ended: its fate. */
  end(vm: number, askedMs: number): number {
    const fate = this.#fateOf[vm]!;
    this.#befall(vm, fate, dayOf(askedMs));
    return fate;
  }

  kindOf(fate: number): number {
    return this.fates.fates.kind[fate]!;
  }

  /** Whether times are those of the fates, or linear ones for all. */
  get tellsTimes(): boolean {
    return this.#noise !== undefined;
  }

  /** How long a hibernation takes until its image is written, ms. */
  saveTakes(vm: number, kind: number, fate: number, atMs: number): number {
    return this.#takes(vm, kind, fate, atMs, STREAMS.writeNoise);
  }

  /** How long the resume takes that is under way, ms. */
  resumeTakes(vm: number, kind: number, askedMs: number): number {
    return this.#takes(vm, kind, this.#fateOf[vm]!, askedMs, STREAMS.readNoise);
  }

  #takes(vm: number, kind: number, fate: number, atMs: number, stream: number): number {
    const { ms, imageMib, bytesPerSecond } = this.fates.fates;
    const mib = imageMib[fate]!;
    if (mib === 0) return ms[fate]!;
    const nominal = (mib * BYTES_PER_MIB * 1000) / bytesPerSecond[fate]!;
    const factors = this.#noise![this.#noiseOf[kind]!]!;
    const drawn = draw(streamBase(this.#seed, stream + dayOf(atMs)), this.#firstVm + vm) % factors.length;
    return ms[fate]! + Math.ceil(nominal * factors[drawn]!);
  }

  /** Something befell the VM that has nothing to do with its guest. */
  suffer(vm: number, fate: WorstFate): void {
    const worst = WORST[fate];
    if (worst <= this.worst[vm]!) return;
    this.worst[vm] = worst;
    this.cause[vm] = -1;
  }

  /** What was counted: one entry per cause and day that occurred, by day, then by cause. */
  counted(): readonly { cause: number; day: number; count: number; exampleVm: number }[] {
    const found = [];
    for (let day = 0; day < MOST_DAYS; day++) {
      for (let cause = 0; cause < this.fates.causes.length; cause++) {
        const at = cause * MOST_DAYS + day;
        const count = this.#counts[at] ?? 0;
        if (count > 0) found.push({ cause, day, count, exampleVm: this.#examples[at]! - 1 });
      }
    }
    return found;
  }

  /** How many VMs suffered what at worst. */
  vmsByWorst(): readonly number[] {
    const counts = WORST_FATES.map(() => 0);
    for (const worst of this.worst) counts[worst]!++;
    return counts;
  }

  causeOf(fate: number): number {
    return this.fates.fates.cause[fate]!;
  }

  /** What was staged for an act of a VM. */
  faultSetOf(vm: number, at: FaultSpec['at'], askedMs: number): number {
    return this.#faultSet(vm, dayOf(askedMs), at);
  }

  #faultSet(vm: number, day: number, at: FaultSpec['at']): number {
    for (let number = 0; number < this.#faults.length; number++) {
      const fault = this.#faults[number]!;
      if (fault.at !== at) continue;
      const base = this.#faultBases[number]![day]!;
      if (draw(base, this.#firstVm + vm) % 1_000_000 < fault.perMillion) return number + 1;
    }
    return 0;
  }

  #befall(vm: number, fate: number, day: number): void {
    const { cause: causes, kind, next } = this.fates.fates;
    this.#stateOf[vm] = next[fate]!;
    const cause = causes[fate]!;
    const at = cause * MOST_DAYS + day;
    if (at >= this.#counts.length) this.#grow(at);
    this.#counts[at]!++;
    const number = this.#firstVm + vm + 1;
    if (this.#examples[at] === 0 || number < this.#examples[at]!) this.#examples[at] = number;
    const worst = this.#worstOfKind[kind[fate]!]!;
    if (worst <= this.worst[vm]!) return;
    this.worst[vm] = worst;
    this.cause[vm] = cause;
  }

  #grow(at: number): void {
    const length = Math.max(at + 1, this.#counts.length * 2);
    const counts = new Uint32Array(length);
    counts.set(this.#counts);
    const examples = new Uint32Array(length);
    examples.set(this.#examples);
    this.#counts = counts;
    this.#examples = examples;
  }
}

/** Days from 0; what comes after the last one counted belongs to it. */
function dayOf(atMs: number): number {
  return Math.min(MOST_DAYS - 1, Math.floor(atMs / DAY_MS));
}
