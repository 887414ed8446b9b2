import { describe, expect, it } from 'vitest';
import type { VerdictDocument } from '../cli/api-types.js';
import type { Expectation } from './acceptance-case.js';
import { problemsOf, type Sleep, told } from './judge.js';
import type { VmState } from './scratch-vm.js';

const CIRCUMSTANCES: VerdictDocument['circumstances'] = {
  act: 'start',
  kernelVersion: '6.8',
  era: 'A',
  policy: 'azure',
  faults: [],
};

const log = (...texts: readonly string[]): VerdictDocument['log'] =>
  texts.map((text) => ({ atMs: 0, level: 'info', text }));

const HIBERNATED: VerdictDocument = {
  severity: 'hibernated',
  summary: '14 closed channels',
  findings: [],
  circumstances: { ...CIRCUMSTANCES, act: 'hibernation' },
  log: log(
    'PM: hibernation: hibernation entry',
    'Image saving done',
    'Preparing to enter system sleep state S4',
  ),
};
const RESUMED: VerdictDocument = {
  severity: 'resumed',
  summary: '14 devices matched',
  findings: [],
  circumstances: CIRCUMSTANCES,
  log: log('resume from hibernation', 'Image loading done', 'PM: hibernation: hibernation exit'),
};
const DEGRADED: VerdictDocument = {
  ...RESUMED,
  severity: 'resumed-degraded',
  findings: [
    { rule: 'R46', severity: 'resumed', phase: 'R2r', summary: 'The count stands at 1.', consequence: '' },
    {
      rule: 'R56',
      severity: 'resumed-degraded',
      phase: 'R2r',
      slot: 'nic 0',
      summary: 'nic 0 is gone.',
      consequence: '',
    },
  ],
};
const REJECTED: VerdictDocument = {
  ...RESUMED,
  severity: 'resume-rejected-cold-boot',
  summary: 'cold boot: wrong',
  cause: { rule: 'R75', phase: 'C11', symptom: 'Invalid image CRC32!' },
};

function state(verdict: VerdictDocument | undefined, changes: Partial<VmState> = {}, bootId = 'b1'): VmState {
  const clock = verdict === TIMESYNC_MATCHED ? 'host-time' : 'behind';
  const emulation = { bootId, clock, hostName: 'h1', ...(verdict === undefined ? {} : { verdict }) };
  return { emulation, nics: 2, vfs: 1, disks: 3, ...changes };
}

function sleep(after: VmState, hibernation: VerdictDocument = HIBERNATED): Sleep {
  return { before: state(undefined), hibernation, after };
}

const COMES_BACK: Expectation = { kind: 'comes back', also: [] };
const also = (...checks: Extract<Expectation, { kind: 'comes back' }>['also']): Expectation => ({
  kind: 'comes back',
  also: checks,
});
const LIMIT: Expectation = {
  kind: 'must not come back silently',
  severity: 'resumed-degraded',
  phase: 'R2r',
  rule: 'R56',
  slot: 'nic 0',
};
const REJECTION: Expectation = {
  kind: 'must not come back silently',
  severity: 'resume-rejected-cold-boot',
  phase: 'C11',
  rule: 'R75',
};

const TIMESYNC_MATCHED: VerdictDocument = {
  ...RESUMED,
  log: [...RESUMED.log, ...log('hv_utils: TimeSync: the clock is set to the time of the host')],
  report: { rows: [{ slot: 'timesync 0', outcome: 'matched' }] } as unknown as NonNullable<
    VerdictDocument['report']
  >,
};
const VF_MOVED: VerdictDocument = {
  ...RESUMED,
  vfs: {
    removed: [{ index: 0, instanceGuid: 'a' }],
    arrived: [{ index: 0, instanceGuid: 'b' }],
  } as unknown as NonNullable<VerdictDocument['vfs']>,
};

describe('problemsOf', () => {
  it.each<[string, Sleep, Expectation, readonly string[]]>([
    ['came back', sleep(state(RESUMED)), COMES_BACK, []],
    ['no verdict', sleep(state(undefined)), COMES_BACK, ['the start left no verdict']],
    ['degraded', sleep(state(DEGRADED)), COMES_BACK, ['resumed-degraded at R2r (R56): nic 0 is gone']],
    [
      'another boot',
      sleep(state(RESUMED, {}, 'b2')),
      COMES_BACK,
      ['it is another boot of Linux that runs now'],
    ],
    [
      'fewer of everything',
      sleep(state(RESUMED, { nics: 1, vfs: 0, disks: 2 })),
      COMES_BACK,
      ['it had 2 NICs and has 1', 'it had 1 VFs and has 0', 'it had 3 disks and has 2'],
    ],
    [
      'a silent log',
      sleep(state({ ...RESUMED, log: RESUMED.log.slice(1) }), {
        ...HIBERNATED,
        log: HIBERNATED.log.slice(1),
      }),
      COMES_BACK,
      [
        'the log of the hibernation lacks "hibernation entry"',
        'the log of the resume lacks "resume from hibernation"',
      ],
    ],
    [
      'an error in the log',
      sleep(state({ ...RESUMED, log: [...RESUMED.log, { atMs: 1, level: 'error', text: 'oops' }] })),
      COMES_BACK,
      ['an error in the log: oops'],
    ],
    ['the clock set', sleep(state(TIMESYNC_MATCHED)), also('clock'), []],
    [
      'the clock left behind',
      sleep(state(RESUMED)),
      also('clock'),
      [
        'the time service did not meet its channel',
        'the clock of the guest does not follow its host',
        'the log of the resume lacks "TimeSync: the clock is set"',
      ],
    ],
    ['VFs exchanged', sleep(state(VF_MOVED)), also('vfs'), []],
    ['VFs not told', sleep(state(RESUMED)), also('vfs'), ['of 1 VF, 0 left before and 0 came after']],
    ['the same host', sleep(state(RESUMED)), also('host'), ['it is on host h1 again']],
    ['the harm of the rules', sleep(state(DEGRADED)), LIMIT, []],
    ['no harm', sleep(state(RESUMED)), LIMIT, ['it came back as if nothing had happened']],
    [
      'other harm',
      sleep(state(REJECTED)),
      LIMIT,
      [
        'expected resumed-degraded at R2r (R56) about nic 0, not resume-rejected-cold-boot at C11 (R75): Invalid image CRC32!',
      ],
    ],
    [
      'the harm to another device',
      sleep(state(DEGRADED)),
      { ...LIMIT, slot: 'nic 1' },
      [
        'expected resumed-degraded at R2r (R56) about nic 1, not resumed-degraded at R2r (R56): nic 0 is gone',
      ],
    ],
    ['a cause', sleep(state(REJECTED)), REJECTION, []],
  ])('%s', (_what, slept, expects, expected) => {
    expect(problemsOf(slept, expects)).toEqual(expected);
  });
});

describe('told', () => {
  it('takes the summary where nothing was found', () => {
    expect(told(RESUMED)).toBe('resumed: 14 devices matched');
  });
});
