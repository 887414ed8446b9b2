import { describe, expect, it } from 'vitest';
import type { GuestStepRecord } from '#libs/linux-guest';
import type { ExplainedStep } from './explanation-input.js';
import { aVerdict, VM } from './testing/verdicts.js';
import { timelineSteps } from './timeline.js';

const record = (
  step: number,
  rule: GuestStepRecord['rule'],
  name: string,
  change: Partial<GuestStepRecord> = {},
): GuestStepRecord => ({
  step,
  rule,
  name,
  rules: [],
  outcome: 'done',
  tookMs: 0,
  notes: [],
  log: [],
  ...change,
});
const step = (name: string, change: Partial<ExplainedStep> = {}): ExplainedStep => ({
  name,
  rules: ['TORPOR-4'],
  status: 'done',
  startedAtMs: 0,
  endedAtMs: 0,
  guestSteps: [],
  ...change,
});

/** `match-offers image 5+10 done bad [0]`. */
function told(pipeline: string, steps: readonly ExplainedStep[], verdict = aVerdict({})): readonly string[] {
  return timelineSteps({ vm: VM, verdict, operation: { id: 'o', pipeline, steps } }).map(
    ({ name, where, startedMs, tookMs, outcome, mood, trouble }) =>
      `${name} ${where} ${startedMs}+${tookMs} ${outcome} ${mood} [${trouble.join(' ')}]`,
  );
}

describe('the timeline', () => {
  it('RESUME-1 RESUME-4 tells platform, fresh kernel and image apart, and shows where trouble is', () => {
    const verdict = aVerdict({
      act: 'start',
      severity: 'hung-or-undefined',
      findings: [
        { rule: 'R46', severity: 'resumed', phase: 'R2r', summary: 's', consequence: 'c' },
        {
          rule: 'R56',
          severity: 'hung-or-undefined',
          phase: 'R2r',
          slot: 'scsi 0',
          summary: 's',
          consequence: 'c',
        },
        {
          rule: 'R60',
          severity: 'resumed-degraded',
          phase: 'R2r',
          slot: 'scsi 1',
          summary: 's',
          consequence: 'c',
        },
      ],
    });
    const steps = [
      step('claim-vm'),
      step('create-hyperv-vm', { endedAtMs: 4_000 }),
      step('offer-vfs', { status: 'skipped', reason: 'none' }),
      step('boot-fresh-kernel', {
        startedAtMs: 4_000,
        guestSteps: [record(1, 'RESUME-1', 'boot-fresh-kernel', { tookMs: 18_000 })],
      }),
      step('match-offers', {
        startedAtMs: 22_000,
        guestSteps: [record(5, 'RESUME-5', 'match-offers', { tookMs: 10_000 })],
      }),
      step('reopen-channels', {
        startedAtMs: 32_000,
        guestSteps: [record(5, 'RESUME-5', 'reopen-channels'), record(6, 'RESUME-6', 'run-from-image')],
      }),
    ];
    expect(told('start-vm', steps, verdict)).toEqual([
      'create-hyperv-vm platform 0+4000 done good []',
      'boot-fresh-kernel fresh kernel 4000+18000 done good []',
      'match-offers image 22000+10000 done bad [1]',
      'reopen-channels image 32000+0 done notable [2]',
      'run-from-image image 32000+0 done good []',
    ]);
  });

  it('R25 HIBERNATE-9 goes on with the steps that were not reached', () => {
    const guestSteps = [
      record(1, 'HIBERNATE-1', 'freeze-user-space'),
      record(2, 'HIBERNATE-2', 'suspend-devices', { outcome: 'failed' }),
    ];
    const steps = [
      step('remove-vfs', { status: 'undone', endedAtMs: 500 }),
      step('signal-guest', { status: 'undone', startedAtMs: 500, endedAtMs: 500 }),
      step('await-s4', { status: 'failed', startedAtMs: 500, endedAtMs: 500, guestSteps }),
      step('mark-hibernated', { status: 'pending' }),
    ];
    expect(told('hibernate-vm', steps)).toEqual([
      'remove-vfs platform 0+500 undone good []',
      'freeze-user-space guest 500+0 done good []',
      'suspend-devices guest 500+0 failed bad []',
      ...[
        'suspend-bus',
        'create-image',
        'resume-bus',
        'resume-devices',
        'write-image',
        'suspend-again',
        'enter-s4',
      ].map((name) => `${name} guest 500+0 not-reached good []`),
    ]);
  });

  it('R15 lets a wait without end last until the host gives up', () => {
    const guestSteps = [record(3, 'HIBERNATE-3', 'suspend-bus', { outcome: 'hung' })];
    const steps = [step('await-s4', { status: 'failed', endedAtMs: 300_000, guestSteps })];
    expect(told('hibernate-vm', steps)[0]).toBe('suspend-bus guest 0+300000 hung bad []');
  });

  it('TORPOR-19 calls entering no image a cold boot', () => {
    const steps = [step('enter-image', { endedAtMs: 14_000 })];
    const [shown] = timelineSteps({
      vm: VM,
      verdict: aVerdict({}),
      operation: { id: 'o', pipeline: 'start-vm', steps },
    });
    expect([shown?.title, shown?.where]).toEqual(['Programs start anew', 'fresh kernel']);
  });

  it('is empty where the operation is not known', () => {
    expect(timelineSteps({ vm: VM, verdict: aVerdict({}) })).toEqual([]);
  });
});
