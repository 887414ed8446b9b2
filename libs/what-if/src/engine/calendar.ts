import { draw, streamBase } from '../draw.js';
import type { ScheduleSpec } from '../scenario.js';

/**
 * When each VM starts and hibernates. Nothing is stored per VM: a time is drawn anew, from the VM's number, whenever
 * the event before it happens.
 */
export class Calendar {
  /** First entry of each group, and the end of the last one. */
  readonly #firstOf: Int32Array;
  readonly #isHibernation: Uint8Array;
  readonly #spikePercent: Uint8Array;
  readonly #spikeBase: Uint32Array;
  readonly #offsetBase: Uint32Array;
  /** Begin and width: of the window, then of the spike's. */
  readonly #windows: Uint32Array;
  readonly #staggerSlots: Uint32Array;
  readonly #staggerEveryMs: Uint32Array;
  readonly #staggersByTenant: Uint8Array;

  constructor(
    { groups }: ScheduleSpec,
    seed: number,
    /** Tenant of a VM by its number in the whole fleet. */
    readonly tenantOf: (vm: number) => number,
  ) {
    const entries = groups.flatMap((group) => group.entries);
    this.#firstOf = new Int32Array(groups.length + 1);
    groups.forEach((group, at) => (this.#firstOf[at + 1] = this.#firstOf[at]! + group.entries.length));
    this.#isHibernation = Uint8Array.from(entries, ({ act }) => (act === 'hibernate' ? 1 : 0));
    this.#spikePercent = Uint8Array.from(entries, ({ spike }) => spike?.percent ?? 0);
    this.#spikeBase = Uint32Array.from(entries, ({ spike }) => streamBase(seed, spike?.stream ?? 0));
    this.#offsetBase = Uint32Array.from(entries, ({ offsetStream }) => streamBase(seed, offsetStream));
    this.#windows = Uint32Array.from(
      entries.flatMap(({ window, spike }) => [
        window.fromMs,
        Math.max(1, window.withinMs),
        spike?.window.fromMs ?? 0,
        Math.max(1, spike?.window.withinMs ?? 1),
      ]),
    );
    this.#staggerSlots = Uint32Array.from(entries, ({ stagger }) => stagger?.slots ?? 1);
    this.#staggerEveryMs = Uint32Array.from(entries, ({ stagger }) => stagger?.everyMs ?? 0);
    this.#staggersByTenant = Uint8Array.from(entries, ({ stagger }) => (stagger?.by === 'tenant' ? 1 : 0));
  }

  /** How many entries the group has. */
  stepsOf(group: number): number {
    return this.#firstOf[group + 1]! - this.#firstOf[group]!;
  }

  isHibernation(group: number, step: number): boolean {
    return this.#isHibernation[this.#firstOf[group]! + step] === 1;
  }

  /** When the VM with this number in the whole fleet is due for a step of its group, ms. */
  timeOf(group: number, step: number, vm: number): number {
    const entry = this.#firstOf[group]! + step;
    const isInSpike =
      this.#spikePercent[entry]! > 0 && draw(this.#spikeBase[entry]!, vm) % 100 < this.#spikePercent[entry]!;
    const window = entry * 4 + (isInSpike ? 2 : 0);
    const offset = draw(this.#offsetBase[entry]!, vm) % this.#windows[window + 1]!;
    const slots = this.#staggerSlots[entry]!;
    const late =
      slots === 1
        ? 0
        : ((this.#staggersByTenant[entry] === 1 ? this.tenantOf(vm) : vm) % slots) *
          this.#staggerEveryMs[entry]!;
    return this.#windows[window]! + offset + late;
  }
}
