import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GOLDEN_FILES, goldenLines, SMALL_RECORD } from './testing/golden-records.js';
import { replayChunks, replayText } from './testing/replay-text.js';

const SEED = 20_251_122;
const RUNS = 50;
const RECORDS_A_RUN = 100;

const LINES = GOLDEN_FILES.flatMap(goldenLines).map((line) => {
  const { id, scenario } = JSON.parse(line) as { readonly id: string; readonly scenario: unknown };
  return JSON.stringify({ id, scenario });
});

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  3,
  7,
  1.5,
  255,
  2047,
  2048,
  8192,
  65_536,
  4_294_967_295,
  1e308,
  -0,
  '',
  'rescind',
  'offer',
  'nic',
  'kvp',
  '__proto__',
  [],
  {},
  [[]],
  ['rescind', 1, 0],
  [0, 1, 0, 0, 1, 65_537, 0, 0, 0, 0],
  [0, 1, 1, 0, 1, 65_537, 0, 0, 0, 0],
  [1, 1, 1, 8192, 1, 65_537, 0, 0, 0, 9000],
];

type Holder = Record<string | number, unknown>;

const mutation = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'remove', 'double', 'number', 'number', 'number'),
  place: fc.nat(),
  value: fc.nat(),
});
const byteDamage = fc.record({
  at: fc.nat(),
  byte: fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 10),
  cut: fc.boolean(),
});
const damage = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: byteDamage });
const mutant = fc.record({
  line: fc.nat(LINES.length - 1),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
  damage,
});
type Mutant = typeof mutant extends fc.Arbitrary<infer T> ? T : never;

/** Every member of a value, by its holder. */
function places(value: unknown, found: (readonly [Holder, string])[] = []): (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, member] of Object.entries(value)) {
    found.push([value as Holder, key]);
    places(member, found);
  }
  return found;
}

function mutated({ line, mutations, damage }: Mutant): Uint8Array {
  const record: unknown = JSON.parse(LINES[line]!);
  for (const { kind, place, value } of mutations) {
    const all = places(record).filter(
      ([holder, key]) => kind !== 'number' || typeof holder[key] === 'number',
    );
    if (all.length === 0) continue;
    const [holder, key] = all[place % all.length]!;
    if (kind === 'replace') holder[key] = structuredClone(ODD_VALUES[value % ODD_VALUES.length]);
    else if (kind === 'number') holder[key] = value % 40;
    else if (kind === 'remove' && Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (kind === 'remove') delete holder[key];
    else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
    else holder[`${key}_`] = holder[key];
  }
  const bytes = Buffer.from(JSON.stringify(record));
  if (damage === null) return bytes;
  const at = 1 + (damage.at % (bytes.length - 1));
  if (damage.cut) return bytes.subarray(0, at);
  bytes[at] = damage.byte;
  return bytes;
}

it(`answers every good record among ${RUNS * RECORDS_A_RUN} mutated ones, seed ${SEED}`, async () => {
  const good = JSON.stringify(SMALL_RECORD);
  const [a] = (await replayText(good, 'A')).answers;
  const [b] = (await replayText(good, 'B')).answers;
  const expectedAnswers = { A: a, B: b };
  const seen = { answered: 0, malformed: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutant, { minLength: RECORDS_A_RUN, maxLength: RECORDS_A_RUN }),
      fc.constantFrom('A' as const, 'B' as const),
      async (mutants, era) => {
        const expectedAnswer = expectedAnswers[era];
        const text = Buffer.concat(mutants.flatMap((one) => [mutated(one), Buffer.from(`\n${good}\n`)]));
        const { answers, errors, tally } = await replayChunks([text], era);
        const wrong = errors.map((line) => Number(/^line (\d+): [ -~]+: [ -~]+$/.exec(line)?.[1]));
        expect(tally).toEqual({
          answered: 2 * RECORDS_A_RUN - wrong.length,
          malformed: wrong.length,
          failed: 0,
        });
        expect(wrong.filter((line) => line % 2 !== 1)).toEqual([]);
        const refused = new Set(wrong);
        const answeredLines = Array.from({ length: 2 * RECORDS_A_RUN }, (_, index) => index + 1).filter(
          (line) => !refused.has(line),
        );
        expect(answers).toHaveLength(answeredLines.length);
        const ofGood = answers.filter((_, index) => answeredLines[index]! % 2 === 0);
        expect(ofGood).toEqual(Array(RECORDS_A_RUN).fill(expectedAnswer));
        seen.answered += RECORDS_A_RUN - wrong.length;
        seen.malformed += wrong.length;
      },
    ),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  // The mutations must reach both sides, or the test says little.
  expect([seen.answered > 500, seen.malformed > 500]).toEqual([true, true]);
});
