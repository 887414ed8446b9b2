import {
  durationOfBucket,
  SERIES_COUNTS,
  SERIES_LEVELS,
  type SeriesOutcome,
} from '../engine/series-recorder.js';
import type { SeriesColumn, SeriesColumns } from './scenario-summary.js';

/** The time series of a scenario: sums of its regions', with percentiles over all that became ready in a row. */
export function mergedSeries(all: readonly SeriesOutcome[]): SeriesColumns {
  const [first] = all;
  const rows = first?.rows ?? 0;
  const columns: Partial<Record<SeriesColumn, readonly number[]>> = {};
  for (const name of [...SERIES_COUNTS, ...SERIES_LEVELS]) {
    columns[name] = Array.from({ length: rows }, (_row, at) =>
      all.reduce((sum, { counts }) => sum + counts[name][at]!, 0),
    );
  }
  const ready = Array.from({ length: rows }, (_row, row) => durationsOf(all, row));
  columns.readyP50Ms = ready.map((durations) => percentileOf(durations, 50));
  columns.readyP99Ms = ready.map((durations) => percentileOf(durations, 99));
  return { stepMs: first?.stepMs ?? 0, rows, columns: columns as SeriesColumns['columns'] };
}

/** (bucket, count) pairs of one row, by bucket. */
function durationsOf(all: readonly SeriesOutcome[], row: number): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { readyFrom, readyBuckets, readyCounts } of all) {
    for (let at = readyFrom[row]!; at < readyFrom[row + 1]!; at++) {
      const bucket = readyBuckets[at]!;
      counts.set(bucket, (counts.get(bucket) ?? 0) + readyCounts[at]!);
    }
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function percentileOf(durations: readonly (readonly [number, number])[], percent: number): number {
  const total = durations.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return 0;
  let left = Math.ceil((total * percent) / 100);
  for (const [bucket, count] of durations) {
    left -= count;
    if (left <= 0) return durationOfBucket(bucket);
  }
  return 0;
}
