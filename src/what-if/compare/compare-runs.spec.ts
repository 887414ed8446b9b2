import { describe, expect, it } from 'vitest';
import type { ScenarioSummary } from '#libs/what-if';
import type { RunReport } from '../report/run-report.js';
import { stormSummary } from '../report/testing/run-reports.js';
import { compareLines } from './compare-lines.js';
import { compareRuns } from './compare-runs.js';

const PLAIN = stormSummary({ name: 'azure', options: { policy: 'azure' }, vms: 1_000, perThousand: {} });
const COLD = {
  act: 'resume',
  kind: 'cold',
  rule: 'R76',
  phase: 'C9',
  summary: 'Cold.',
  day: 1,
  exampleVm: 'a',
} as const;
const AWAKE = {
  act: 'hibernate',
  kind: 'aborted',
  rule: 'R82',
  summary: 'Awake.',
  day: 1,
  exampleVm: 'b',
} as const;
const HUNG = { act: 'resume', kind: 'hung', rule: 'R49', summary: 'Hung.', day: 1, exampleVm: 'c' } as const;
const GONE = {
  act: 'resume',
  kind: 'degraded',
  rule: 'R62',
  summary: 'Gone.',
  day: 1,
  exampleVm: 'd',
} as const;

const BEFORE: ScenarioSummary = {
  ...PLAIN,
  scenarioSha256: 'a'.repeat(64),
  counts: {
    ...PLAIN.counts,
    resumesRequested: 800,
    peakQueue: 10,
    waitP99Ms: 60_000,
    events: 9_000,
    digest: '00000001',
  },
  nights: [{ ...PLAIN.nights[0]!, resumesByKind: { resumed: 600 } }],
  verdicts: [
    { ...COLD, count: 5 },
    { ...AWAKE, count: 7 },
    { ...GONE, count: 2 },
  ],
  hosts: { ...PLAIN.hosts, peakUsed: 70 },
  money: { computeUsd: 60, withoutHibernationUsd: 100, savedUsd: 40, unpricedVms: 0 },
};

const AFTER: ScenarioSummary = {
  ...BEFORE,
  scenarioSha256: 'b'.repeat(64),
  counts: { ...BEFORE.counts, peakQueue: 4, waitP99Ms: 30_000, events: 9_100, digest: '00000002' },
  nights: [{ ...BEFORE.nights[0]!, resumesByKind: { resumed: 700 } }],
  verdicts: [
    { ...COLD, count: 6 },
    { ...AWAKE, count: 3 },
    { ...HUNG, count: 1 },
  ],
  hosts: { ...BEFORE.hosts, peakUsed: 71 },
  money: { computeUsd: 50, withoutHibernationUsd: 100, savedUsd: 50, unpricedVms: 0 },
};

function run(name: string, ...scenarios: readonly ScenarioSummary[]): RunReport {
  return { name, version: '0.1.0', scenarios };
}

describe('two runs held against each other', () => {
  it('say what changed, and nothing of what did not', () => {
    expect(compareRuns(run('one', BEFORE), run('other', AFTER))).toEqual({
      before: { name: 'one', version: '0.1.0' },
      after: { name: 'other', version: '0.1.0' },
      isEqual: false,
      scenarios: [
        {
          name: 'azure',
          pairedBy: 'name',
          isSameScenario: false,
          digests: { before: '00000001', after: '00000002', isEqual: false },
          figures: [
            { name: 'came back whole', unit: 'share', before: 0.75, after: 0.875 },
            { name: 'wait p99', unit: 'ms', before: 60_000, after: 30_000 },
            { name: 'longest queue', unit: 'count', before: 10, after: 4 },
            { name: 'most hosts in use', unit: 'count', before: 70, after: 71 },
            { name: 'compute', unit: 'usd', before: 60, after: 50 },
            { name: 'saved', unit: 'usd', before: 40, after: 50 },
          ],
          counts: [
            { name: 'events', before: 9_000, after: 9_100 },
            { name: 'peakQueue', before: 10, after: 4 },
            { name: 'waitP99Ms', before: 60_000, after: 30_000 },
          ],
          causes: [
            {
              trouble: 'hung',
              act: 'resume',
              rule: 'R49',
              summary: 'Hung.',
              change: 'new',
              before: 0,
              after: 1,
            },
            {
              trouble: 'memory-lost',
              act: 'resume',
              rule: 'R76',
              phase: 'C9',
              summary: 'Cold.',
              change: 'more',
              before: 5,
              after: 6,
            },
            {
              trouble: 'degraded',
              act: 'resume',
              rule: 'R62',
              summary: 'Gone.',
              change: 'gone',
              before: 2,
              after: 0,
            },
            {
              trouble: 'not-asleep',
              act: 'hibernate',
              rule: 'R82',
              summary: 'Awake.',
              change: 'fewer',
              before: 7,
              after: 3,
            },
          ],
        },
      ],
      onlyBefore: [],
      onlyAfter: [],
    });
  });

  it('are equal where every digest is', () => {
    const { isEqual, scenarios } = compareRuns(run('one', BEFORE), run('one', structuredClone(BEFORE)));
    expect([isEqual, scenarios]).toEqual([
      true,
      [
        {
          name: 'azure',
          pairedBy: 'name',
          isSameScenario: true,
          digests: { before: '00000001', after: '00000001', isEqual: true },
          figures: [],
          counts: [],
          causes: [],
        },
      ],
    ]);
  });

  it('tell a figure that one side lacks', () => {
    const { money: _money, ...poor } = BEFORE;
    expect(compareRuns(run('one', poor), run('other', BEFORE)).scenarios[0]?.figures).toEqual([
      { name: 'compute', unit: 'usd', after: 60 },
      { name: 'compute, never hibernating', unit: 'usd', after: 100 },
      { name: 'saved', unit: 'usd', after: 40 },
    ]);
  });

  it('pair scenarios by name, then by options, and two that are alone anyhow', () => {
    const named = (name: string, options: Readonly<Record<string, string>> = {}) => ({
      ...BEFORE,
      name,
      options,
    });
    const pairs = (before: RunReport, after: RunReport) => {
      const { scenarios, onlyBefore, onlyAfter, isEqual } = compareRuns(before, after);
      return {
        paired: scenarios.map(({ name, otherName, pairedBy }) => [name, otherName, pairedBy]),
        onlyBefore,
        onlyAfter,
        isEqual,
      };
    };
    expect([
      pairs(
        run('one', named('a'), named('b', { x: '1', y: '2' }), named('c', { x: '9' })),
        run('other', named('new'), named('B', { y: '2', x: '1' }), named('a')),
      ),
      pairs(run('one', named('a')), run('other', named('b'))),
      pairs(run('one', named('a')), run('other', named('b'), named('c'))),
      pairs(run('one'), run('other')),
    ]).toEqual([
      {
        paired: [
          ['a', undefined, 'name'],
          ['b', 'B', 'options'],
        ],
        onlyBefore: ['c'],
        onlyAfter: ['new'],
        isEqual: false,
      },
      { paired: [['a', 'b', 'only']], onlyBefore: [], onlyAfter: [], isEqual: true },
      { paired: [], onlyBefore: ['a'], onlyAfter: ['b', 'c'], isEqual: false },
      { paired: [], onlyBefore: [], onlyAfter: [], isEqual: true },
    ]);
  });
});

describe('a comparison as lines', () => {
  it('has a table of figures, of causes and of other counts', () => {
    const lone = { ...BEFORE, name: 'alone\u001b[31m', options: {} };
    const again = { ...BEFORE, name: 'again' };
    const comparison = compareRuns(run('one', BEFORE, again, lone), run('other', AFTER, again));
    expect(`${compareLines(comparison).join('\n')}\n`)
      .toBe(`one (0.1.0) → other (0.1.0): 1 of 2 scenarios ended otherwise.

azure: another scenario, digest 00000001 → 00000002
  figure              before    after         change
  came back whole     75.0 %   87.5 %  +12.50 points
  wait p99             1 min   30.0 s        −30.0 s
  longest queue           10        4             −6
  most hosts in use       70       71             +1
  compute            $ 60.00  $ 50.00       −$ 10.00
  saved              $ 40.00  $ 50.00       +$ 10.00

  cause  before  after  rule  what happens
  new         0      1  R49   Hangs: Hung.
  more        5      6  R76   Memory lost: Cold.
  gone        2      0  R62   Came back damaged: Gone.
  fewer       7      3  R82   Did not go to sleep: Awake.

  count   before  after  change
  events   9,000  9,100    +100

again: same scenario, digest 00000001
  No count, wait, cause or cost differs.

Only in the first run:
  alone?[31m
`);
  });

  it.each([
    ['every start of every VM ended alike', run('b', BEFORE)],
    ['no scenario is in both', run('b')],
    ['what is in both ended alike', run('b', BEFORE, { ...AFTER, name: 'more', options: {} })],
    ['1 of 1 scenario ended otherwise', run('b', AFTER)],
  ])('begins with: %s', (verdict, other) => {
    expect(compareLines(compareRuns(run('a', BEFORE), other))[0]).toBe(`a (0.1.0) → b (0.1.0): ${verdict}.`);
  });
});
