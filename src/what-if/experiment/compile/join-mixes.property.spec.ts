import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinMixes, MixTooFine } from './join-mixes.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_260_422, numRuns: 500 };

const mixes = fc.array(
  fc.record({
    weight: fc.integer({ min: 1, max: 50 }),
    mix: fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 50 }), value: fc.constantFrom('a', 'b', 'c') }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

describe('joining mixes', () => {
  it('gives each value the share that it has in all of them together', () => {
    fc.assert(
      fc.property(mixes, (parts) => {
        const joined = joinMixes(parts, (value) => value);
        if (joined instanceof MixTooFine) throw new Error('too fine');
        const sum = joined.reduce((all, { weight }) => all + weight, 0);
        const shares = Object.fromEntries(joined.map(({ weight, value }) => [value, weight / sum]));
        const weights = parts.reduce((all, { weight }) => all + weight, 0);
        for (const letter of ['a', 'b', 'c']) {
          const expected = parts.reduce((all, { weight, mix }) => {
            const own = mix.reduce((of, entry) => of + (entry.value === letter ? entry.weight : 0), 0);
            return all + ((weight / weights) * own) / mix.reduce((of, entry) => of + entry.weight, 0);
          }, 0);
          expect(shares[letter] ?? 0).toBeCloseTo(expected, 12);
        }
      }),
      RUNS,
    );
  });

  it('keeps weights as small as they can be, and values where they come first', () => {
    const mix = [
      { weight: 50, value: 'b' },
      { weight: 30, value: 'a' },
      { weight: 20, value: 'b' },
    ];
    expect(joinMixes([{ weight: 7, mix }], (value) => value)).toEqual([
      { weight: 7, value: 'b' },
      { weight: 3, value: 'a' },
    ]);
  });
});
