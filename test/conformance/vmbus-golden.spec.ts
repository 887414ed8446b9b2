import { readFileSync } from 'node:fs';
import { replayScenario, type Observed, type ObservedPhase, type Scenario } from '#libs/linux-guest';
import { describe, expect, it } from 'vitest';

interface GoldenRecord {
  readonly id: string;
  readonly scenario: Scenario;
  readonly observed: Observed;
  /** Phases that came out otherwise from 6.14 on; `null`: the phase no longer takes place. */
  readonly since_6_14?: Readonly<Record<string, ObservedPhase | null>>;
}

/** What the vectors compare for era B, which counts nothing. */
const ERA_B_KEYS = [
  'bus',
  'rc',
  'wait_ms',
  'timed_out',
  'messages',
  'unmatched_at_return',
  'unmatched',
  'waiting_for',
  'ignoring_offers',
  'offers',
  'after_open',
] as const satisfies readonly (keyof ObservedPhase)[];

const FILES = [
  { file: 'named.jsonl', records: 24 },
  { file: 'random-valid.jsonl', records: 500 },
  { file: 'random-adversarial.jsonl', records: 500 },
] as const;

function recordsOf(file: string): GoldenRecord[] {
  const path = new URL(`../fixtures/vmbus-resume/${file}`, import.meta.url);
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as GoldenRecord);
}

/** Absent keys, null, false and empty lists mean the same; so does a phase of which nothing is left. */
function normal(value: unknown): unknown {
  if (Array.isArray(value))
    return value.length === 0 ? undefined : value.map((item: unknown) => normal(item));
  if (typeof value !== 'object' || value === null)
    return value === false || value === null ? undefined : value;
  const kept = Object.entries(value)
    .map(([key, part]) => [key, normal(part)] as const)
    .filter(([, part]) => part !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function phaseNames(...of: readonly object[]): string[] {
  return [...new Set(of.flatMap((phases) => Object.keys(phases)))];
}

/** Only what is compared for era B; rows lose the count that era B does not keep. */
function eraBPart(phase: Partial<ObservedPhase> | null | undefined): unknown {
  if (phase === null || phase === undefined) return undefined;
  const part = ERA_B_KEYS.map((key) => {
    const value: unknown = phase[key];
    const isRows = key === 'offers' || key === 'after_open';
    return [
      key,
      isRows && Array.isArray(value) ? value.map((row: object) => ({ ...row, n: undefined })) : value,
    ];
  });
  return normal(Object.fromEntries(part));
}

/**
 * What era B must show: the phase since 6.14 where there is one, else the observed one. A resume that differs keeps
 * the offer rows that are not given anew; a suspend that differs has none.
 */
function expectedInEraB(record: GoldenRecord, name: string): unknown {
  const observed = record.observed[name as keyof Observed];
  const since = record.since_6_14?.[name];
  if (since === undefined || since === null) return eraBPart(since === null ? null : observed);
  const rows =
    since.wait_ms === undefined ? {} : { offers: observed?.offers, after_open: observed?.after_open };
  return eraBPart(normal({ ...rows, ...since }) as Partial<ObservedPhase>);
}

function differences(
  records: readonly GoldenRecord[],
  compare: (record: GoldenRecord) => readonly { phase: string; expected: unknown; actual: unknown }[],
) {
  return records.flatMap((record) =>
    compare(record)
      .filter(({ expected, actual }) => JSON.stringify(sorted(expected)) !== JSON.stringify(sorted(actual)))
      .map((difference) => ({ id: record.id, ...difference })),
  );
}

/** With keys in one order, so that texts can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

describe.each(FILES)('golden vectors in $file', ({ file, records: count }) => {
  const records = recordsOf(file);

  it(`are ${count}`, () => {
    expect(records).toHaveLength(count);
  });

  it('R28 R40 R49 R53 era A: the bus model shows every key of every phase as the kernel did', () => {
    const found = differences(records, ({ scenario, observed }) => {
      const actual = replayScenario(scenario, 'A').observed;
      return phaseNames(observed, actual).map((phase) => ({
        phase,
        expected: normal(observed[phase as keyof Observed]),
        actual: normal(actual[phase as keyof Observed]),
      }));
    });
    expect(found.slice(0, 3)).toEqual([]);
  });

  it('R40 R41 R46 era B: the bus model shows what changed with 6.14, and nothing else', () => {
    const found = differences(records, (record) => {
      const actual = replayScenario(record.scenario, 'B').observed;
      return phaseNames(record.observed, record.since_6_14 ?? {}, actual).map((phase) => ({
        phase,
        expected: expectedInEraB(record, phase),
        actual: eraBPart(actual[phase as keyof Observed]),
      }));
    });
    expect(found.slice(0, 3)).toEqual([]);
  });
});
