import { describe, expect, it } from 'vitest';
import { GOLDEN_FILES, goldenLines, type GoldenRecord } from './testing/golden-records.js';
import { replayText } from './testing/replay-text.js';
import type { Observed, ObservedPhase } from '#libs/linux-guest';

interface Answer {
  readonly id: string;
  readonly observed: Observed;
}

/** Rows without the count that is not kept since 6.14. */
function withoutCount(value: unknown): unknown {
  return Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && 'o' in value[0]
    ? value.map(({ n: _count, ...row }: { readonly n?: number }) => row)
    : value;
}

/** Of a phase the keys that the vectors give for 6.14 and later; absent, null, false and empty are the same. */
function given(phase: ObservedPhase | null | undefined, keys: readonly string[]): unknown {
  if (phase === null || phase === undefined) return 'no phase';
  const members = phase as Readonly<Record<string, unknown>>;
  return keys
    .map((key) => [key, withoutCount(members[key])])
    .filter(([, value]) => !(value === undefined || value === null || value === false))
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0));
}

describe.each(GOLDEN_FILES)('golden vectors of %s as a stream', (file) => {
  const lines = goldenLines(file);
  const records = lines.map((line) => JSON.parse(line) as GoldenRecord);
  const text = lines.map((line) => `${line}\n`).join('');

  it('R28 R40 R49 R53 era a: every line is answered with what the kernel did, key by key', async () => {
    const { answers, errors } = await replayText(text, 'A');
    expect(errors).toEqual([]);
    expect(answers.map((answer) => JSON.parse(answer) as Answer)).toEqual(
      records.map(({ id, observed }) => ({ id, observed })),
    );
  });

  it('R40 R41 R46 era b: what is different since 6.14 is answered so', async () => {
    const { answers, errors } = await replayText(text, 'B');
    expect(errors).toEqual([]);
    const answered = answers.map((answer) => JSON.parse(answer) as Answer);
    const phasesOf = (of: (record: GoldenRecord, name: string, index: number) => unknown) =>
      records.map((record, index) => ({
        id: record.id,
        phases: Object.keys(record.since_6_14 ?? {}).map((name) => [name, of(record, name, index)]),
      }));
    const keys = (record: GoldenRecord, name: string) => Object.keys(record.since_6_14?.[name] ?? {});
    expect(
      phasesOf((record, name, index) =>
        given(answered[index]!.observed[name as keyof Observed], keys(record, name)),
      ),
    ).toEqual(phasesOf((record, name) => given(record.since_6_14?.[name], keys(record, name))));
    expect(answered.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  });

  it('answers the same bytes again', async () => {
    expect(await replayText(text, 'A')).toEqual(await replayText(text, 'A'));
  });
});
