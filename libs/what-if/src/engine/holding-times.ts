import { NEVER, type Fleet } from '../fleet/fleet.js';
import type { KindTime } from './shard.js';

/**
 * For how long VMs of each kind held hosts, were to be had, and would have held hosts had they never left, ms. Sums of
 * ends less sums of beginnings: no VM's own times are kept.
 */
export class HoldingTimes {
  readonly #heldMs: Float64Array;
  readonly #alwaysMs: Float64Array;
  readonly #existsMs: Float64Array;

  constructor(
    readonly fleet: Fleet,
    readonly horizonMs: number,
  ) {
    this.#heldMs = new Float64Array(fleet.kinds.length);
    this.#alwaysMs = new Float64Array(fleet.kinds.length);
    this.#existsMs = new Float64Array(fleet.kinds.length);
  }

  /** `isFirst`: the VM has never had a host before. */
  occupied(kind: number, at: number, isFirst: boolean): void {
    this.#heldMs[kind]! -= at;
    if (isFirst) this.#alwaysMs[kind]! += this.horizonMs - at;
  }

  vacated(kind: number, at: number): void {
    this.#heldMs[kind]! += at;
  }

  /** The VM is deleted. */
  left(kind: number, at: number, hasRun: boolean): void {
    const rest = this.horizonMs - at;
    this.#existsMs[kind]! -= rest;
    if (hasRun) this.#alwaysMs[kind]! -= rest;
  }

  byKind(): readonly KindTime[] {
    const { kinds, kindOf, arrivesMs } = this.fleet;
    const vms = new Float64Array(kinds.length);
    kindOf.forEach((kind, vm) => {
      vms[kind]!++;
      const arrives = arrivesMs?.[vm] ?? NEVER;
      this.#existsMs[kind]! += this.horizonMs - (arrives === NEVER ? 0 : Math.min(arrives, this.horizonMs));
    });
    return kinds.map(({ make }, kind) => ({
      ...(make?.usdPerHour === undefined ? {} : { usdPerHour: make.usdPerHour }),
      ...(make === undefined ? {} : { osDiskGib: make.osDisk.sizeGib }),
      vms: vms[kind]!,
      heldMs: this.#heldMs[kind]!,
      alwaysMs: this.#alwaysMs[kind]!,
      existsMs: this.#existsMs[kind]!,
    }));
  }
}
