import { describe, expect, it } from 'vitest';
import { answerSentences } from './answer.js';
import { causeTallies } from './causes.js';
import { figuresOf } from './figures.js';
import { breakable } from './quantities.js';
import type { RunReport } from './run-report.js';
import { policyRun, stormSummary } from './testing/run-reports.js';

function answer(run: RunReport): string {
  const { scenarios } = run;
  return breakable(answerSentences(run, scenarios.map(figuresOf), causeTallies(scenarios)).join(' '));
}

const RUN: RunReport = { name: 'r', version: '0.1.0', scenarios: [] };
const ONE = stormSummary({ name: 'one', vms: 1_000, perThousand: {} });
const NIGHT = { ...ONE.nights[0]!, readyP99Ms: 253_000, noCapacity: 0, noCompatibleHost: 0 };
const MONEY = { computeUsd: 60, withoutHibernationUsd: 100, savedUsd: 40, unpricedVms: 0 };
const PLAIN = {
  ...ONE,
  counts: {
    ...ONE.counts,
    resumesRequested: 800,
    resumesFailedCapacity: 0,
    resumesFailedCompat: 0,
    bootsFailed: 0,
    peakQueue: 12,
  },
  nights: [{ ...NIGHT, resumesByKind: { resumed: 800 } }],
  verdicts: [{ act: 'resume', kind: 'resumed', summary: 'Fine.', day: 1, count: 800, exampleVm: 'a' }],
  vmsByWorst: { unharmed: 1_000, 'never-asleep': 0, 'not-placed': 0, degraded: 0, 'memory-lost': 0, hung: 0 },
  throttled: { starts: 0, hibernations: 0, givenUp: 0 },
  money: MONEY,
} as const;

describe('the answer', () => {
  it('says of one scenario how it went, how long it took and what it saved', () => {
    expect(answer({ ...RUN, scenarios: [PLAIN] })).toBe(
      '100 % of 800 resumes came back whole. No VM lost its memory. In the worst morning 99 of 100 are ready within ' +
        '4 min 13 s; at most 12 wait at a time. It saves $ 40.00 in 3 days against never hibernating, 40.0 %.',
    );
  });

  it('names what goes wrong most often', () => {
    const cold = {
      act: 'resume',
      kind: 'cold',
      rule: 'R76',
      summary: 'Cold.',
      day: 1,
      count: 8,
      exampleVm: 'a',
    } as const;
    const scenario = {
      ...PLAIN,
      nights: [{ ...NIGHT, resumesByKind: { resumed: 792, cold: 8 } }],
      verdicts: [cold],
      vmsByWorst: { ...PLAIN.vmsByWorst, 'memory-lost': 8, hung: 1 },
      money: { ...MONEY, computeUsd: 105, savedUsd: -5 },
    };
    expect(answer({ ...RUN, scenarios: [scenario] })).toBe(
      '99.0 % of 800 resumes came back whole. 8 VMs lost what was in memory; 1 VM ended hung. What goes wrong most ' +
        'often, 8 times (R76): Cold. In the worst morning 99 of 100 are ready within 4 min 13 s; at most 12 wait at a ' +
        'time. It costs $ 5.00 more in 3 days than never hibernating, 5.0 %.',
    );
  });

  it('says of several scenarios which does best, and which worst', () => {
    const other = {
      ...PLAIN,
      name: 'other',
      nights: [{ ...NIGHT, readyP99Ms: 60_000, resumesByKind: { resumed: 400, degraded: 400 } }],
      money: { ...MONEY, savedUsd: 20 },
    };
    expect(answer({ ...RUN, scenarios: [PLAIN, other] })).toBe(
      '‘one’ brings the most back whole, 100 % of 800 resumes; ‘other’ the fewest, 50.0 %. In the worst morning 99 of ' +
        '100 are ready within 1 min with ‘other’, within 4 min 13 s with ‘one’. Against never hibernating ‘one’ saves ' +
        '$ 40.00, ‘other’ $ 20.00.',
    );
  });

  it('names up to two that do alike, and counts more', () => {
    const bad = { ...PLAIN, nights: [{ ...NIGHT, readyP99Ms: 600_000, resumesByKind: { resumed: 200 } }] };
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const named = (...scenarios: readonly (typeof PLAIN | typeof bad)[]) =>
      answer({ ...RUN, scenarios: scenarios.map((each, at) => ({ ...each, name: names[at]! })) });
    expect(named(PLAIN, PLAIN, bad, bad)).toBe(
      '‘one’ and ‘two’ bring the most back whole, 100 %; ‘three’ and ‘four’ the fewest, 25.0 %. In the worst morning 99 ' +
        'of 100 are ready within 4 min 13 s at best, within 10 min with ‘three’. Against never hibernating each saves ' +
        '$ 40.00.',
    );
    expect(named(PLAIN, PLAIN, PLAIN, bad, bad, bad)).toContain(
      '3 of 6 scenarios bring 100 % back whole; 3 the fewest, 25.0 %.',
    );
  });

  it('names the worst of what befalls VMs and requests, and whether it is nowhere else', () => {
    const vmsByWorst = (some: Partial<typeof PLAIN.vmsByWorst | Record<'hung' | 'memory-lost', number>>) => ({
      vmsByWorst: { ...PLAIN.vmsByWorst, ...some },
    });
    const hung = { ...PLAIN, name: 'hung', ...vmsByWorst({ hung: 9 }) };
    const both = { ...PLAIN, name: 'both', ...vmsByWorst({ hung: 4, 'memory-lost': 5 }) };
    const away = {
      ...PLAIN,
      name: 'away',
      counts: { ...PLAIN.counts, resumesFailedCompat: 2, bootsFailed: 3 },
      throttled: { starts: 6, hibernations: 1, givenUp: 0 },
    };
    const less = { ...away, name: 'less', throttled: { starts: 1, hibernations: 0, givenUp: 0 } };
    const said = (...scenarios: RunReport['scenarios']) =>
      answer({ ...RUN, scenarios })
        .split('. ')
        .slice(1, -2);
    expect([
      said(PLAIN, hung),
      said(PLAIN, both, hung),
      said(both, both),
      said(PLAIN, hung, hung, hung),
      said(PLAIN, away, less),
    ]).toEqual([
      ['With ‘hung’ 9 VMs end hung, and nowhere else'],
      ['With ‘both’ and ‘hung’ 9 VMs lose their memory or hang, and nowhere else'],
      ['In every scenario 9 VMs lose their memory or hang'],
      ['In 3 of 4 scenarios 9 VMs end hung'],
      [
        'With ‘away’ and ‘less’ 5 starts find no host, and nowhere else',
        'With ‘away’ 7 requests are turned away (429)',
      ],
    ]);
  });

  it('takes no start that found no host for a saving, nor sleep that nobody asked for', () => {
    const never = {
      ...PLAIN,
      name: 'never',
      counts: { ...PLAIN.counts, resumesRequested: 0 },
      money: { ...MONEY, savedUsd: 0 },
    };
    const failing = {
      ...PLAIN,
      name: 'failing',
      counts: { ...PLAIN.counts, resumesFailedCapacity: 4 },
      money: { ...MONEY, savedUsd: 90 },
    };
    const last = (...scenarios: RunReport['scenarios']) =>
      answer({ ...RUN, scenarios }).replace(/.*(?=Against)/s, '');
    const more = { ...PLAIN, name: 'more', money: { ...MONEY, savedUsd: 60 } };
    expect([last(never, PLAIN, failing, more), last(never, PLAIN, failing), last(failing, failing)]).toEqual([
      'Against never hibernating ‘more’ saves $ 60.00, ‘one’ $ 40.00.',
      'Against never hibernating ‘one’ saves $ 40.00.',
      'Against never hibernating each saves $ 90.00.',
    ]);
  });

  it('makes no winner where there is none', () => {
    expect(answer({ ...RUN, scenarios: [PLAIN, { ...PLAIN, name: 'other' }] })).toBe(
      'In every scenario 100 % come back whole. In the worst morning 99 of 100 are ready within 4 min 13 s, in every ' +
        'scenario. Against never hibernating each saves $ 40.00.',
    );
  });

  it('has words for a run without results, and without resumes', () => {
    const idle = { ...PLAIN, counts: { ...PLAIN.counts, resumesRequested: 0 } };
    expect([answer(RUN), answer({ ...RUN, scenarios: [idle] })]).toEqual([
      'No scenario has been finished yet.',
      'Nothing was asked to come back.',
    ]);
  });

  it('is a few sentences long for a real question', () => {
    expect(answer(policyRun(1_000)).split('. ').length).toBe(6);
  });
});
