import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refilled, remaining, secondsUntilOne, takeOne, type Bucket, type BucketLimit } from './bucket.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_260_811, numRuns: 500 };

const limits: fc.Arbitrary<BucketLimit> = fc.record({
  capacity: fc.integer({ min: 1, max: 200 }),
  refillPerMinute: fc.double({ min: 0.1, max: 6_000, noNaN: true }),
});
/** How long before the next request, ms. */
const gaps = fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 200 });

interface Grant {
  readonly atMs: number;
  readonly bucket: Bucket;
  readonly isGranted: boolean;
}

function played(limit: BucketLimit, pauses: readonly number[]): readonly Grant[] {
  let bucket: Bucket | undefined;
  let atMs = 0;
  return pauses.map((pause) => {
    atMs += pause;
    const full = refilled(bucket, limit, atMs);
    const taken = takeOne(full);
    bucket = taken ?? full;
    return { atMs, bucket, isGranted: taken !== undefined };
  });
}

describe('a bucket', () => {
  it('ARM-30 never grants more than it holds and what came in meanwhile, in any stretch of time', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, pauses) => {
        const granted = played(limit, pauses).filter(({ isGranted }) => isGranted);
        for (const [first, { atMs: fromMs }] of granted.entries()) {
          for (const [offset, { atMs }] of granted.slice(first).entries()) {
            const most = limit.capacity + ((atMs - fromMs) / 60_000) * limit.refillPerMinute;
            expect(offset + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
      { ...RUNS, numRuns: 200 },
    );
  });

  it('ARM-30 refuses only when it has none, and is never below none or above full', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, pauses) => {
        for (const { bucket, isGranted } of played(limit, pauses)) {
          expect(bucket.tokens >= 0 && bucket.tokens <= limit.capacity).toBe(true);
          expect(isGranted || remaining(bucket) === 0).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('ARM-30 has one again after the seconds that it said, and not a second earlier', () => {
    fc.assert(
      fc.property(limits, fc.double({ min: 0, max: 0.999, noNaN: true }), (limit, tokens) => {
        const bucket = { tokens, atMs: 0 };
        const seconds = secondsUntilOne(bucket, limit);
        expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
        expect(takeOne(refilled(bucket, limit, seconds * 1_000))).toBeDefined();
        const earlier = takeOne(refilled(bucket, limit, (seconds - 1) * 1_000));
        expect(seconds === 1 || earlier === undefined).toBe(true);
      }),
      RUNS,
    );
  });

  it('ARM-30 holds what it held when the clock is set back', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1_000_000 }), (limit, backMs) => {
        const bucket = { tokens: 0.5, atMs: 1_000_000 };
        expect(refilled(bucket, limit, 1_000_000 - backMs)).toEqual(bucket);
      }),
      RUNS,
    );
  });
});
