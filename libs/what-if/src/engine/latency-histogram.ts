/** Durations in whole ms, counted exactly: percentiles need no sorting, and a million values no memory of their own. */
export class LatencyHistogram {
  #counts = new Uint32Array(1024);
  /** Values too long to be worth a counter each. */
  #long: number[] = [];
  #total = 0;
  #max = 0;

  add(ms: number): void {
    this.#total++;
    if (ms > this.#max) this.#max = ms;
    if (ms >= this.#counts.length) {
      if (ms >= MOST_COUNTED_MS) {
        this.#long.push(ms);
        return;
      }
      this.#grow(ms);
    }
    this.#counts[ms]!++;
  }

  get total(): number {
    return this.#total;
  }

  get max(): number {
    return this.#max;
  }

  /** Nearest rank: of the values in order the one at `ceil(total * percent / 100)`; 0 if there is none. */
  percentile(percent: number): number {
    if (this.#total === 0) return 0;
    let left = Math.max(1, Math.ceil((this.#total * percent) / 100));
    for (let ms = 0; ms < this.#counts.length; ms++) {
      left -= this.#counts[ms]!;
      if (left <= 0) return ms;
    }
    return this.#long.toSorted((a, b) => a - b)[left - 1]!;
  }

  merge(other: LatencyCounts): void {
    if (other.counts.length > this.#counts.length) this.#grow(other.counts.length - 1);
    for (let ms = 0; ms < other.counts.length; ms++) this.#counts[ms]! += other.counts[ms]!;
    for (const ms of other.long) this.#long.push(ms);
    this.#total += other.total;
    this.#max = Math.max(this.#max, other.max);
  }

  /** Plain, for sending to another thread. */
  counts(): LatencyCounts {
    let end = this.#counts.length;
    while (end > 0 && this.#counts[end - 1] === 0) end--;
    return {
      counts: this.#counts.slice(0, end),
      long: Float64Array.from(this.#long),
      total: this.#total,
      max: this.#max,
    };
  }

  #grow(ms: number): void {
    const counts = new Uint32Array(Math.max(ms + 1, Math.min(this.#counts.length * 2, MOST_COUNTED_MS)));
    counts.set(this.#counts);
    this.#counts = counts;
  }
}

/** What a histogram holds. `counts[ms]`: how often; `long`: values from `MOST_COUNTED_MS` on, as they came. */
export interface LatencyCounts {
  readonly counts: Uint32Array;
  readonly long: Float64Array;
  readonly total: number;
  readonly max: number;
}

/** 35 minutes. */
const MOST_COUNTED_MS = 1 << 21;
