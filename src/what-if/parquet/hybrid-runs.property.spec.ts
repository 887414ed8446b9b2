import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHybridRuns, encodeHybridRuns, hybridRunBytes } from './hybrid-runs.js';

const SEED = 20_260_302;

/** Runs of equal values of up to so many bits, long and short. */
const columns = fc.integer({ min: 1, max: 20 }).chain((bits) =>
  fc.record({
    bits: fc.constant(bits),
    values: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 2 ** bits - 1 }), fc.integer({ min: 1, max: 40 })), {
        maxLength: 60,
      })
      .map((runs) => Uint32Array.from(runs.flatMap(([value, length]) => Array<number>(length).fill(value)))),
  }),
);

describe(`the hybrid of runs and packed values (seed ${SEED})`, () => {
  it('gives back what was written, in no more bytes than were said', () => {
    fc.assert(
      fc.property(columns, ({ bits, values }) => {
        const bytes = new Uint8Array(hybridRunBytes(values.length, bits));
        const length = encodeHybridRuns(values, values.length, bits, bytes);
        const read = new Uint32Array(values.length);
        expect(length).toBeLessThanOrEqual(bytes.length);
        expect(decodeHybridRuns(bytes.subarray(0, length), 0, bits, read, 0, read.length)).toBe(length);
        expect(read).toEqual(values);
      }),
      { seed: SEED },
    );
  });

  it('reads the same of bytes that were cut, or refuses', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        columns.filter(({ values }) => values.length > 0),
        fc.nat(),
        ({ bits, values }, cut) => {
          const bytes = new Uint8Array(hybridRunBytes(values.length, bits));
          const length = encodeHybridRuns(values, values.length, bits, bytes);
          const read = new Uint32Array(values.length);
          const error = errorOf(() =>
            decodeHybridRuns(bytes.subarray(0, cut % length), 0, bits, read, 0, read.length),
          );
          if (error !== undefined) refused++;
          expect(error instanceof RangeError ? 'refused' : read).toEqual(
            error === undefined ? values : 'refused',
          );
        },
      ),
      { seed: SEED },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

function errorOf(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
