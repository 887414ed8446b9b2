import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExactly, encodeExactly, EncodingError } from './exact-encoding.js';

const SEED = Number(process.env['TORPOR_TEST_SEED'] ?? 20_261_122);

const typedArrays = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);

/** Everything that an outcome can be made of, and what JSON alone would lose: -0, NaN, `$`, halves of characters. */
const { values } = fc.letrec<{ values: unknown }>((tie) => ({
  values: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.constantFrom(null, undefined, true, false, Number.NaN, -0, 0, Infinity, -Infinity, '\ud800'),
      fc.double(),
      fc.integer(),
      fc.string({ unit: 'grapheme' }),
      typedArrays,
    ),
    fc.array(tie('values')),
    fc.dictionary(fc.oneof(fc.constantFrom('$', '__proto__', '0', ''), fc.string()), tie('values'), {
      noNullPrototype: true,
    }),
  ),
}));

describe(`the exact encoding (seed ${SEED})`, () => {
  it('gives back what was put in, of any shape', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeExactly(encodeExactly(value))).toStrictEqual(value);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('takes no more of a buffer than the array that looks at it', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 4 }), (whole) => {
        const part = whole.subarray(1, whole.length - 1);
        expect(decodeExactly(encodeExactly({ part }))).toStrictEqual({ part: Uint32Array.from(part) });
      }),
      { seed: SEED },
    );
  });

  it('finds every cut and every foreign beginning', () => {
    const bytes = encodeExactly({ worst: Uint8Array.of(1, 2, 3), lastHost: Int32Array.of(-1, 70_000) });
    const outcomes = Array.from({ length: bytes.length }, (_, length) =>
      outcomeOf(bytes.subarray(0, length)),
    );
    expect(new Set(outcomes)).toEqual(new Set(['EncodingError']));
    expect(outcomeOf(Buffer.concat([bytes, Buffer.of(0)]))).toBe('EncodingError');
    expect(outcomeOf(Buffer.concat([Buffer.from('TWO0'), bytes.subarray(4)]))).toBe('EncodingError');
    expect(outcomeOf(bytes)).toBe('read');
  });

  it.each([
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a bigint', 1n],
  ])('refuses %s', (_what, value) => {
    expect(() => encodeExactly({ value })).toThrow(TypeError);
  });
});

function outcomeOf(bytes: Uint8Array): string {
  try {
    decodeExactly(bytes);
    return 'read';
  } catch (error) {
    return error instanceof EncodingError ? error.name : String(error);
  }
}
