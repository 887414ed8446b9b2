import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_123, numRuns: 15 };

const MINUTE = 60_000;
/** Short ones, some around the length from which on values are kept one by one (35 minutes), and long ones. */
const durations = fc.array(
  fc.oneof(
    fc.nat(20),
    fc.nat(5 * MINUTE),
    fc.integer({ min: 2 ** 21 - 2, max: 2 ** 21 + 2 }),
    fc.integer({ min: 30 * MINUTE, max: 6000 * MINUTE }),
  ),
  { maxLength: 60 },
);
const PERCENTS = [0, 50, 99, 100];

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

function nearestRanks(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return PERCENTS.map((percent) => sorted[Math.max(1, Math.ceil((values.length * percent) / 100)) - 1] ?? 0);
}

function told(histogram: LatencyHistogram) {
  const percentiles = PERCENTS.map((percent) => histogram.percentile(percent));
  return { total: histogram.total, max: histogram.max, percentiles };
}

function wanted(values: readonly number[]) {
  return { total: values.length, max: Math.max(0, ...values), percentiles: nearestRanks(values) };
}

describe('a histogram of durations', () => {
  it('tells the percentiles of a sorted list, by nearest rank', () => {
    fc.assert(
      fc.property(durations, (values) => {
        expect(told(histogramOf(values))).toEqual(wanted(values));
      }),
      RUNS,
    );
  });

  it('merged from parts, in whichever order, tells what one of all values tells', () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 4 }), fc.boolean(), (parts, isReversed) => {
        const merged = new LatencyHistogram();
        const histograms = parts.map(histogramOf);
        for (const part of isReversed ? histograms.toReversed() : histograms) merged.merge(part.counts());
        expect(told(merged)).toEqual(wanted(parts.flat()));
      }),
      RUNS,
    );
  });

  it('sends no more than what it counted', () => {
    const { counts, long, total, max } = histogramOf([0, 3, 3, 3_000_000]).counts();
    expect({ counts: [...counts], long: [...long], total, max }).toEqual({
      counts: [1, 0, 0, 2],
      long: [3_000_000],
      total: 4,
      max: 3_000_000,
    });
  });
});
