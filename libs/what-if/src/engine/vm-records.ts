import type { Fleet } from '../fleet/fleet.js';
import type { VmColumns } from '../results/vm-columns.js';
import type { GuestSide } from './guest-side.js';
import { lastHost, VM, VM_WORDS } from './vm-table.js';

/** What is told of each VM at the end. Counters stop at 255. */
export class VmRecords {
  readonly boots: Uint8ClampedArray;
  readonly hibernations: Uint8ClampedArray;
  readonly resumes: Uint8ClampedArray;
  readonly failedStarts: Uint8ClampedArray;
  readonly #longestReadyMs: Uint32Array;
  /** Ends of the times on hosts less their beginnings: a time that goes on is negative until it ends. */
  readonly #runningSeconds: Int32Array;

  constructor(vms: number) {
    this.boots = new Uint8ClampedArray(vms);
    this.hibernations = new Uint8ClampedArray(vms);
    this.resumes = new Uint8ClampedArray(vms);
    this.failedStarts = new Uint8ClampedArray(vms);
    this.#longestReadyMs = new Uint32Array(vms);
    this.#runningSeconds = new Int32Array(vms);
  }

  occupied(vm: number, at: number): void {
    this.#runningSeconds[vm]! -= Math.floor(at / 1000);
  }

  vacated(vm: number, at: number): void {
    this.#runningSeconds[vm]! += Math.floor(at / 1000);
  }

  resumed(vm: number, latencyMs: number): void {
    this.resumes[vm]!++;
    if (latencyMs > this.#longestReadyMs[vm]!) this.#longestReadyMs[vm] = latencyMs;
  }

  columns(
    { vms: count, firstVm, kindOf }: Fleet,
    words: Int32Array,
    guests: GuestSide | undefined,
  ): VmColumns {
    const lastHosts = new Int32Array(count);
    for (let vm = 0; vm < count; vm++) {
      const host = words[vm * VM_WORDS + VM.host]!;
      lastHosts[vm] = host >= 0 ? host : lastHost(host);
    }
    return {
      firstVm,
      count,
      worst: guests?.worst ?? new Uint8Array(count),
      cause: guests?.cause ?? new Int32Array(count).fill(-1),
      boots: new Uint8Array(this.boots.buffer),
      hibernations: new Uint8Array(this.hibernations.buffer),
      resumes: new Uint8Array(this.resumes.buffer),
      failedStarts: new Uint8Array(this.failedStarts.buffer),
      longestReadyMs: this.#longestReadyMs,
      runningSeconds: new Uint32Array(this.#runningSeconds.buffer),
      lastHost: lastHosts,
      kindOf,
    };
  }
}
