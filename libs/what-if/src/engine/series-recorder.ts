/** Counts of one row of the time series; levels are read when the row ends. */
export const SERIES_COUNTS = [
  'startsAsked',
  'ready',
  'hibernationsAsked',
  'asleep',
  'failedStarts',
  'throttled',
] as const;
export const SERIES_LEVELS = ['waitingForPlacement', 'running', 'hibernated', 'hostsUsed'] as const;
export type SeriesCount = (typeof SERIES_COUNTS)[number];
export type SeriesLevel = (typeof SERIES_LEVELS)[number];

/** Rows of a shard, and in `ready*` the durations of each row as (bucket, count) pairs from `readyFrom[row]` on. */
export interface SeriesOutcome {
  readonly stepMs: number;
  readonly rows: number;
  readonly counts: Readonly<Record<SeriesCount | SeriesLevel, Float64Array>>;
  readonly readyFrom: Uint32Array;
  readonly readyBuckets: Uint16Array;
  readonly readyCounts: Uint32Array;
}

/** Records what happens by rows of equal length, to the end of the last day; what comes later is left out. */
export class SeriesRecorder {
  readonly rows: number;
  readonly #columns: Record<SeriesCount | SeriesLevel, Float64Array>;
  readonly #readyFrom: Uint32Array;
  readonly #buckets: number[] = [];
  readonly #counts: number[] = [];
  readonly #inRow = new Map<number, number>();
  #row = 0;

  constructor(
    readonly stepMs: number,
    horizonMs: number,
    /** The levels as they are now. */
    readonly levels: () => Readonly<Record<SeriesLevel, number>>,
  ) {
    this.rows = Math.ceil(horizonMs / stepMs);
    const columns: Partial<Record<SeriesCount | SeriesLevel, Float64Array>> = {};
    for (const name of [...SERIES_COUNTS, ...SERIES_LEVELS]) columns[name] = new Float64Array(this.rows);
    this.#columns = columns as Record<SeriesCount | SeriesLevel, Float64Array>;
    this.#readyFrom = new Uint32Array(this.rows + 1);
  }

  /** Ends rows that lie before `at`; call it with each event's time before anything is counted. */
  advance(at: number): void {
    if (at < (this.#row + 1) * this.stepMs || this.#row >= this.rows) return;
    const levels = this.levels();
    const row = Math.min(this.rows, Math.floor(at / this.stepMs));
    this.#endRow(levels);
    // Nothing happened in the rows between.
    while (this.#row < row) this.#endRow(levels);
  }

  count(what: SeriesCount): void {
    if (this.#row < this.rows) this.#columns[what][this.#row]!++;
  }

  ready(latencyMs: number): void {
    if (this.#row >= this.rows) return;
    this.#columns.ready[this.#row]!++;
    const bucket = durationBucket(latencyMs);
    this.#inRow.set(bucket, (this.#inRow.get(bucket) ?? 0) + 1);
  }

  outcome(): SeriesOutcome {
    const levels = this.levels();
    while (this.#row < this.rows) this.#endRow(levels);
    return {
      stepMs: this.stepMs,
      rows: this.rows,
      counts: this.#columns,
      readyFrom: this.#readyFrom,
      readyBuckets: Uint16Array.from(this.#buckets),
      readyCounts: Uint32Array.from(this.#counts),
    };
  }

  #endRow(levels: Readonly<Record<SeriesLevel, number>>): void {
    for (const name of SERIES_LEVELS) this.#columns[name][this.#row] = levels[name];
    for (const bucket of [...this.#inRow.keys()].sort((a, b) => a - b)) {
      this.#buckets.push(bucket);
      this.#counts.push(this.#inRow.get(bucket)!);
    }
    this.#inRow.clear();
    this.#row++;
    this.#readyFrom[this.#row] = this.#buckets.length;
  }
}

/** Buckets of durations: exact below 128 ms, then 64 to each doubling, so that none is wider than 1.6 %. */
export function durationBucket(ms: number): number {
  if (ms < 2 * PER_DOUBLING) return ms;
  const doublings = 31 - Math.clz32(Math.min(ms, 2 ** 31 - 1)) - BITS;
  return doublings * PER_DOUBLING + (ms >>> doublings);
}

/** The middle of a bucket, ms. */
export function durationOfBucket(bucket: number): number {
  if (bucket < 2 * PER_DOUBLING) return bucket;
  const doublings = Math.floor(bucket / PER_DOUBLING) - 1;
  const from = (bucket - doublings * PER_DOUBLING) * 2 ** doublings;
  return Math.floor(from + (2 ** doublings - 1) / 2);
}

const BITS = 6;
const PER_DOUBLING = 1 << BITS;
