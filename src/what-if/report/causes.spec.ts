import type { ScenarioSummary, VerdictCount } from '#libs/what-if';
import { describe, expect, it } from 'vitest';
import { causeTallies } from './causes.js';
import { stormSummary } from './testing/run-reports.js';

const QUIET = stormSummary({ name: 'quiet', vms: 100, perThousand: {} });

function summary(name: string, verdicts: readonly VerdictCount[], givenUp = 0): ScenarioSummary {
  return {
    ...QUIET,
    name,
    verdicts,
    counts: { ...QUIET.counts, resumesFailedCapacity: 0, resumesFailedCompat: 0, bootsFailed: 0 },
    throttled: { ...QUIET.throttled, givenUp },
  };
}

const COLD = { act: 'resume', kind: 'cold', rule: 'R76', phase: 'C9', summary: 'Cold.' } as const;
const AWAKE = { act: 'hibernate', kind: 'aborted', rule: 'R82', summary: 'Awake.' } as const;
const FINE = { act: 'resume', kind: 'resumed', summary: 'Fine.' } as const;

describe('the tallies of causes', () => {
  it('add up days, put scenarios side by side, and point to a VM where there are most', () => {
    const one = summary('one', [
      { ...COLD, day: 1, count: 2, exampleVm: 'a' },
      { ...COLD, day: 2, count: 3, exampleVm: 'b' },
      { ...FINE, day: 1, count: 90, exampleVm: 'c' },
    ]);
    const other = summary('other', [
      { ...AWAKE, day: 1, count: 40, exampleVm: 'd' },
      { ...COLD, day: 1, count: 7, exampleVm: 'e' },
    ]);
    expect(causeTallies([one, other])).toEqual([
      {
        trouble: 'memory-lost',
        act: 'resume',
        rule: 'R76',
        phase: 'C9',
        summary: 'Cold.',
        counts: [5, 7],
        total: 12,
        example: { scenario: 1, vm: 'e' },
      },
      {
        trouble: 'not-asleep',
        act: 'hibernate',
        rule: 'R82',
        summary: 'Awake.',
        counts: [0, 40],
        total: 40,
        example: { scenario: 1, vm: 'd' },
      },
    ]);
  });

  it('hold what the platform did as well, without a VM to explain', () => {
    const { counts, ...rest } = summary('one', [], 3);
    const failed = {
      ...rest,
      counts: { ...counts, resumesFailedCapacity: 1, resumesFailedCompat: 2, bootsFailed: 4 },
    };
    expect(
      causeTallies([failed]).map(({ trouble, act, counts: [times], example }) => [
        trouble,
        act,
        times,
        example,
      ]),
    ).toEqual([
      ['not-placed', 'boot', 4, undefined],
      ['not-placed', 'resume', 2, undefined],
      ['not-placed', 'resume', 1, undefined],
      ['turned-away', 'resume', 3, undefined],
    ]);
  });

  it.each([
    ['refused', 'not-asleep'],
    ['aborted', 'not-asleep'],
    ['stopped', 'not-asleep'],
    ['hung', 'hung'],
    ['degraded', 'degraded'],
    ['cold', 'memory-lost'],
    ['asleep', undefined],
    ['resumed', undefined],
  ] as const)('take %s for %s', (kind, trouble) => {
    const tallies = causeTallies([summary('one', [{ ...COLD, kind, day: 1, count: 1, exampleVm: 'a' }])]);
    expect(tallies.map((tally) => tally.trouble)).toEqual(trouble === undefined ? [] : [trouble]);
  });
});
