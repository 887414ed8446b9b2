import { draw, streamBase } from '../draw.js';
import type { CalendarEntry, ScheduleSpec } from '../scenario.js';

/** Words of an entry, side by side. */
const ENTRY_WORDS = 16;
const ENTRY = {
  isHibernation: 0,
  offsetBase: 1,
  /** Begin and width of the window, and of the spike's. */
  fromMs: 2,
  withinMs: 3,
  spikeFromMs: 4,
  spikeWithinMs: 5,
  /** 0: no spike. */
  spikePercent: 6,
  spikeBase: 7,
  /** 1: no stagger. */
  slots: 8,
  everyMs: 9,
  isByTenant: 10,
} as const;

/**
 * When each VM starts and hibernates. Nothing is stored per VM: a time is drawn anew, from the VM's number, whenever
 * the event before it happens.
 */
export class Calendar {
  /** First entry of each group, and the end of the last one. */
  readonly #firstOf: Int32Array;
  readonly #entries: Uint32Array;

  constructor(
    { groups }: ScheduleSpec,
    seed: number,
    /** Tenant of a VM by its number in the whole fleet. */
    readonly tenantOf: (vm: number) => number,
  ) {
    const entries = groups.flatMap((group) => group.entries);
    this.#firstOf = new Int32Array(groups.length + 1);
    groups.forEach((group, at) => (this.#firstOf[at + 1] = this.#firstOf[at]! + group.entries.length));
    this.#entries = new Uint32Array(entries.length * ENTRY_WORDS);
    entries.forEach((entry, at) => this.#entries.set(wordsOf(entry, seed), at * ENTRY_WORDS));
  }

  /** How many entries the group has. */
  stepsOf(group: number): number {
    return this.#firstOf[group + 1]! - this.#firstOf[group]!;
  }

  isHibernation(group: number, step: number): boolean {
    return this.#entries[(this.#firstOf[group]! + step) * ENTRY_WORDS + ENTRY.isHibernation] === 1;
  }

  /** When the VM with this number in the whole fleet is due for a step of its group, ms. */
  timeOf(group: number, step: number, vm: number): number {
    const entries = this.#entries;
    const at = (this.#firstOf[group]! + step) * ENTRY_WORDS;
    const percent = entries[at + ENTRY.spikePercent]!;
    const isInSpike = percent > 0 && draw(entries[at + ENTRY.spikeBase]!, vm) % 100 < percent;
    const drawn = draw(entries[at + ENTRY.offsetBase]!, vm);
    const time = isInSpike
      ? entries[at + ENTRY.spikeFromMs]! + (drawn % entries[at + ENTRY.spikeWithinMs]!)
      : entries[at + ENTRY.fromMs]! + (drawn % entries[at + ENTRY.withinMs]!);
    return entries[at + ENTRY.slots] === 1 ? time : time + this.#stagger(at, vm);
  }

  #stagger(at: number, vm: number): number {
    const number = this.#entries[at + ENTRY.isByTenant] === 1 ? this.tenantOf(vm) : vm;
    return (number % this.#entries[at + ENTRY.slots]!) * this.#entries[at + ENTRY.everyMs]!;
  }
}

/** By `ENTRY`. */
function wordsOf(
  { act, window, offsetStream, spike, stagger }: CalendarEntry,
  seed: number,
): readonly number[] {
  return [
    act === 'hibernate' ? 1 : 0,
    streamBase(seed, offsetStream),
    window.fromMs,
    Math.max(1, window.withinMs),
    spike?.window.fromMs ?? 0,
    Math.max(1, spike?.window.withinMs ?? 1),
    spike?.percent ?? 0,
    streamBase(seed, spike?.stream ?? 0),
    stagger?.slots ?? 1,
    stagger?.everyMs ?? 0,
    stagger?.by === 'tenant' ? 1 : 0,
  ];
}
