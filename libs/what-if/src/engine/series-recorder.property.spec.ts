import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedSeries } from '../results/merge-series.js';
import { durationBucket, durationOfBucket, SeriesRecorder } from './series-recorder.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_124, numRuns: 100 };

const STEP_MS = 1000;
const HORIZON_MS = 10_000;
const NO_LEVELS = { waitingForPlacement: 0, running: 0, hibernated: 0, hostsUsed: 0 };

const durations = fc.oneof(fc.nat(200), fc.nat(100_000), fc.nat(2 ** 31 - 1));
/** What became ready: when, and how long it had taken. */
const readies = fc.array(fc.tuple(fc.nat(HORIZON_MS * 1.2), durations), { maxLength: 80 });

function seriesOf(all: readonly (readonly [number, number])[]) {
  const recorder = new SeriesRecorder(STEP_MS, HORIZON_MS, () => NO_LEVELS);
  for (const [at, took] of all.toSorted(([a], [b]) => a - b)) {
    recorder.advance(at);
    recorder.ready(took);
  }
  return recorder.outcome();
}

function nearestRank(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1] ?? 0;
}

describe('a time series', () => {
  it('tells percentiles of each row, of one region or several, within 1 % of the exact ones', () => {
    fc.assert(
      fc.property(fc.array(readies, { minLength: 1, maxLength: 3 }), (regions) => {
        const { rows, columns } = mergedSeries(regions.map(seriesOf));
        const far = Array.from({ length: rows }, (_row, row) => {
          const exact = regions.flat().filter(([at]) => Math.floor(at / STEP_MS) === row);
          const took = exact.map(([, each]) => each);
          return {
            ready: columns.ready[row]! - took.length,
            ...Object.fromEntries(
              [50, 99].map((percent) => {
                const told = columns[percent === 50 ? 'readyP50Ms' : 'readyP99Ms'][row]!;
                const rank = nearestRank(took, percent);
                return [percent, Math.abs(told - rank) > rank / 100 ? [told, rank] : undefined];
              }),
            ),
          };
        });
        expect(far).toEqual(Array.from({ length: 10 }, () => ({ ready: 0, 50: undefined, 99: undefined })));
      }),
      RUNS,
    );
  });

  it('files durations in buckets that grow with them, and names each by its middle', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const [shorter, longer] = [Math.min(a, b), Math.max(a, b)];
        expect(durationBucket(shorter)).toBeLessThanOrEqual(durationBucket(longer));
        expect(durationBucket(durationOfBucket(durationBucket(a)))).toBe(durationBucket(a));
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  it('counts in the row of an event, and reads levels when a row ends', () => {
    let running = 0;
    const recorder = new SeriesRecorder(STEP_MS, 4500, () => ({ ...NO_LEVELS, running }));
    const happens = (at: number, now: number) => {
      recorder.advance(at);
      recorder.count('startsAsked');
      running = now;
    };
    happens(0, 1);
    happens(999, 2);
    happens(1000, 3);
    happens(3000, 4);
    happens(4500, 5);
    happens(9000, 6);
    const { rows, counts } = recorder.outcome();
    expect({ rows, startsAsked: [...counts.startsAsked], running: [...counts.running] }).toEqual({
      rows: 5,
      startsAsked: [2, 1, 0, 1, 1],
      running: [2, 3, 3, 4, 5],
    });
  });
});
