import type { GuidPolicy } from '#libs/guid-policy';
import type { HostGeneration } from '#libs/hosts';
import type { Fault } from '#libs/linux-guest';
import { fateOf, type Fate } from './fate.js';
import { FATE_KINDS, type FateCause, type FateColumns, type GuestFates } from './guest-fates.js';
import type { GuestMake } from './life-facts.js';
import { stateKey } from './state-key.js';
import { VmLife, type LivedAct } from './vm-life.js';

/**
 * Finds fates out as they are asked for, on one VM per make that stands for all others, and remembers them by state.
 * `faultSets`: what is staged, by number; set 0 is empty. A guest is taken to be ready for hibernation whenever it is
 * asked (AZURE-21): states know no time. Methods throw `Error` for a state that an act cannot begin in, and `boot`
 * for a generation on which placement would put no VM of the make.
 */
export function guestFates(
  makes: readonly GuestMake[],
  policy: GuidPolicy,
  generations: readonly HostGeneration[],
  faultSets: readonly (readonly Fault[])[],
): GuestFates {
  if ((faultSets[0] ?? []).length > 0) throw new Error('the first set of faults is the one without any');
  return new FateGraph(makes, policy, generations, faultSets.length === 0 ? [[]] : faultSets);
}

const UNKNOWN = -1;

/** Time between acts: long enough for any guest to be ready (AZURE-21). */
const A_WEEK_MS = 7 * 24 * 60 * 60 * 1000;

class FateGraph implements GuestFates {
  readonly fates = new FateRows();
  readonly causes: FateCause[] = [];
  readonly #causeNumbers = new Map<string, number>();
  /** A guest in each state; the number of the state is the index. */
  readonly #lives: { readonly life: VmLife; readonly make: number }[] = [];
  readonly #stateNumbers = new Map<string, number>();
  readonly #booted: Int32Array;
  #hibernated = new Int32Array(0);
  #resumed = new Int32Array(0);
  /** Entries per state. */
  readonly #hibernations: number;
  readonly #resumes: number;

  constructor(
    readonly makes: readonly GuestMake[],
    readonly policy: GuidPolicy,
    readonly generations: readonly HostGeneration[],
    readonly faultSets: readonly (readonly Fault[])[],
  ) {
    this.#booted = new Int32Array(makes.length * generations.length).fill(UNKNOWN);
    this.#hibernations = faultSets.length;
    this.#resumes = generations.length * faultSets.length;
  }

  boot(make: number, generation: number): number {
    const at = make * this.generations.length + generation;
    const known = this.#booted[at]!;
    return known >= 0 ? known : (this.#booted[at] = this.#findBoot(make, generation));
  }

  hibernate(state: number, faultSet: number): number {
    const known = this.#hibernated[state * this.#hibernations + faultSet]!;
    return known >= 0 ? known : this.#findHibernation(state, faultSet);
  }

  resume(state: number, generation: number, faultSet: number): number {
    const at = state * this.#resumes + generation * this.#hibernations + faultSet;
    const known = this.#resumed[at]!;
    return known >= 0 ? known : this.#findResume(state, generation, faultSet);
  }

  #findBoot(make: number, generation: number): number {
    const vm = { name: `stand-in ${make}`, make: this.makes[make]!, policy: this.policy };
    const booted = VmLife.of(vm).boot({ atMs: 0, host: this.#host(generation) });
    const [refusal] = booted.refusals;
    if (refusal !== undefined) throw new Error(`${vm.make.name} cannot boot: ${refusal.detail}`);
    return this.#stateOf(booted.life, make);
  }

  #findHibernation(state: number, faultSet: number): number {
    const { life } = this.#guestIn(state);
    const faults = this.faultSets[faultSet]!;
    const fate = this.#fateOf(state, life.hibernate({ atMs: A_WEEK_MS, faults }));
    this.#hibernated[state * this.#hibernations + faultSet] = fate;
    return fate;
  }

  #findResume(state: number, generation: number, faultSet: number): number {
    const { life } = this.#guestIn(state);
    const faults = this.faultSets[faultSet]!;
    const fate = this.#fateOf(state, life.resume({ atMs: 0, host: this.#host(generation), faults }));
    this.#resumed[state * this.#resumes + generation * this.#hibernations + faultSet] = fate;
    return fate;
  }

  #guestIn(state: number) {
    const guest = this.#lives[state];
    if (guest === undefined) throw new Error(`there is no state ${state} of a guest`);
    return guest;
  }

  #host(generation: number) {
    return { name: 'stand-in', generation: this.generations[generation]! };
  }

  #fateOf(state: number, lived: LivedAct): number {
    const fate = fateOf(lived);
    const isStill = fate.kind === 'hung' || fate.kind === 'refused';
    const next = isStill ? state : this.#stateOf(lived.life, this.#lives[state]!.make);
    return this.fates.rowOf(fate, next, this.#causeOf(fate.cause));
  }

  #stateOf(life: VmLife, make: number): number {
    const key = `${make} ${stateKey(life.facts)}`;
    const known = this.#stateNumbers.get(key);
    if (known !== undefined) return known;
    const state = this.#lives.length;
    this.#lives.push({ life, make });
    this.#stateNumbers.set(key, state);
    this.#hibernated = grown(this.#hibernated, (state + 1) * this.#hibernations);
    this.#resumed = grown(this.#resumed, (state + 1) * this.#resumes);
    return state;
  }

  #causeOf(cause: FateCause): number {
    const key = JSON.stringify(cause);
    const known = this.#causeNumbers.get(key);
    if (known !== undefined) return known;
    this.#causeNumbers.set(key, this.causes.length);
    return this.causes.push(cause) - 1;
  }
}

/** Equal fates that lead to one state share a row. */
class FateRows implements FateColumns {
  next = new Int32Array(0);
  kind = new Uint8Array(0);
  cause = new Int32Array(0);
  ms = new Int32Array(0);
  imageMib = new Int32Array(0);
  bytesPerSecond = new Float64Array(0);
  readonly #rows = new Map<string, number>();

  rowOf({ kind, ms, imageMib, bytesPerSecond }: Fate, next: number, cause: number): number {
    const key = [next, kind, cause, ms, imageMib, bytesPerSecond].join(' ');
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#rows.size;
    this.#rows.set(key, row);
    if (row >= this.next.length) this.#grow();
    this.next[row] = next;
    this.kind[row] = FATE_KINDS.indexOf(kind);
    this.cause[row] = cause;
    this.ms[row] = ms;
    this.imageMib[row] = imageMib;
    this.bytesPerSecond[row] = bytesPerSecond;
    return row;
  }

  #grow(): void {
    const rows = this.next.length + 1;
    this.next = grown(this.next, rows);
    this.kind = copied(this.kind, new Uint8Array(this.next.length));
    this.cause = grown(this.cause, rows);
    this.ms = grown(this.ms, rows);
    this.imageMib = grown(this.imageMib, rows);
    this.bytesPerSecond = copied(this.bytesPerSecond, new Float64Array(this.next.length));
  }
}

const FEWEST_ENTRIES = 256;

/** The same entries with room for so many at least; what is new is unknown. */
function grown(entries: Int32Array<ArrayBuffer>, atLeast: number): Int32Array<ArrayBuffer> {
  if (entries.length >= atLeast) return entries;
  const room = Math.max(FEWEST_ENTRIES, 2 ** Math.ceil(Math.log2(atLeast)));
  return copied(entries, new Int32Array(room).fill(UNKNOWN));
}

function copied<Column extends Int32Array | Uint8Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
