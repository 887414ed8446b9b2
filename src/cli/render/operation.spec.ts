import { describe, expect, it } from 'vitest';
import { operation, OPERATION, REPORT, runningOperation, STEPS, VERDICT } from '../testing/documents.js';
import { matchTableLines } from './match-table.js';
import { operationLines } from './operation.js';
import { COLOURED, PLAIN } from './style.js';
import { operationTitle, stepLine, timelineLines } from './timeline.js';
import { verdictLines } from './verdict.js';

const TIMELINE = `
        at       took  zone     step             outcome
    +0.0 s       4 ms           claim-vm         done
    +0.0 s                      remove-vfs       skipped      no VFs
    +0.0 s     31.3 s  pivot    await-s4         done
   +31.3 s   1 m 10 s  forward  mark-hibernated  done`;

function lines(text: string): readonly string[] {
  return text.split('\n').slice(1);
}

describe('timeline', () => {
  it('has one line per step with offset, duration, zone, outcome and reason', () => {
    expect(timelineLines(OPERATION)).toEqual(lines(TIMELINE));
  });

  it('leaves out the times of what has not begun', () => {
    expect(timelineLines(runningOperation(2))).toEqual(
      lines(`
        at       took  zone     step             outcome
    +0.0 s       4 ms           claim-vm         done
    +0.0 s                      remove-vfs       skipped      no VFs
    +0.0 s             pivot    await-s4         running
                       forward  mark-hibernated  pending`),
    );
  });

  it('shows what was undone, and a marker before what is under way', () => {
    const steps = [
      { name: 'remove-vfs', zone: 'compensatable', status: 'undoing', startedAtMs: 0, endedAtMs: 500 },
      {
        name: 'signal-guest',
        zone: 'compensatable',
        status: 'failed',
        startedAtMs: 500,
        endedAtMs: 90_000,
        reason: 'no\nudev rule',
      },
    ] as const;
    expect(steps.map((step) => stepLine(step, steps, PLAIN, step.status === 'undoing' ? '/ ' : ''))).toEqual(
      lines(`
    +0.0 s     500 ms           remove-vfs    / undoing
    +0.5 s   1 m 30 s           signal-guest  failed       no udev rule`),
    );
  });

  it.each([
    ['succeeded', 'hibernate-vm of web-1: succeeded in 1 m 41 s of emulated time'],
    ['running', 'hibernate-vm of web-1: running for 1 m 41 s of emulated time'],
    ['stuck', 'hibernate-vm of web-1: stuck in 1 m 41 s of emulated time'],
  ] as const)('names an operation that is %s', (status, expected) => {
    expect(operationTitle(operation({ status }))).toBe(expected);
  });

  it('takes a status of a newer server as it is', () => {
    const [step] = STEPS;
    const strange = { ...step, status: 'frozen' } as unknown as (typeof STEPS)[number];
    expect(stepLine(strange, [strange])).toBe('    +0.0 s       4 ms           claim-vm  frozen');
  });
});

const WIDE_MATCH_TABLE = `
slot    image GUID                            offered GUID                          relid    outcome    reason
scsi 0  f8b3781a-1e82-4818-a1c3-63d806ec15bb  f8b3781a-1e82-4818-a1c3-63d806ec15bb  2 -> 5   matched    DEVICES-7: the new VM offers the same instance GUID; relid 2 becomes 5
nic 0   6045bd2a-1111-4222-8333-444455556666  -                                     14 -> -  unmatched  DEVICES-5: the new VM gave nic 0 another instance GUID
nic 0   -                                     6045bd2a-9999-4888-8777-666655554444  - -> 9   new        DEVICES-4: the image holds no channel with this instance GUID
1 matched, 1 unmatched, 1 new, after waiting 10.0 s, in vain`;

describe('match table', () => {
  it('has one line per device where there is room', () => {
    expect(matchTableLines(REPORT)).toEqual(lines(WIDE_MATCH_TABLE));
  });

  it('puts reasons on lines of their own where there is none', () => {
    expect(matchTableLines(REPORT, PLAIN, { width: 120 })).toEqual(
      lines(`
slot    image GUID                            offered GUID                          relid    outcome
scsi 0  f8b3781a-1e82-4818-a1c3-63d806ec15bb  f8b3781a-1e82-4818-a1c3-63d806ec15bb  2 -> 5   matched
    DEVICES-7: the new VM offers the same instance GUID; relid 2 becomes 5
nic 0   6045bd2a-1111-4222-8333-444455556666  -                                     14 -> -  unmatched
    DEVICES-5: the new VM gave nic 0 another instance GUID
nic 0   -                                     6045bd2a-9999-4888-8777-666655554444  - -> 9   new
    DEVICES-4: the image holds no channel with this instance GUID
1 matched, 1 unmatched, 1 new, after waiting 10.0 s, in vain`),
    );
  });

  it('has only titles and a summary without devices', () => {
    const empty = {
      rows: [],
      matched: 0,
      late: 0,
      unmatched: 0,
      added: 0,
      waitMs: 0,
      timedOut: false,
      outstanding: 0,
    };
    expect(matchTableLines(empty)).toEqual([
      'slot  image GUID  offered GUID  relid  outcome  reason',
      '0 matched, 0 unmatched, 0 new, without waiting',
    ]);
  });
});

const FINDING = {
  rule: 'DEVICES-6',
  severity: 'resumed-degraded',
  phase: 'R2r',
  slot: 'nic 0',
  summary: 'the image holds nic 0, which nobody offers',
  consequence: 'programs that use it see errors',
} as const;

describe('verdict', () => {
  it('tells the severity, then each finding with what follows', () => {
    const { slot: _slot, ...whole } = FINDING;
    const verdict = {
      severity: 'resumed-degraded',
      summary: '1 device unmatched',
      findings: [FINDING, { ...whole, rule: 'R40' }],
    } as const;
    expect(verdictLines(verdict)).toEqual(
      lines(`
verdict: resumed-degraded, 1 device unmatched
  resumed-degraded  DEVICES-6 nic 0: the image holds nic 0, which nobody offers
      so: programs that use it see errors
  resumed-degraded  R40 the image holds nic 0, which nobody offers
      so: programs that use it see errors`),
    );
  });
});

describe('operation', () => {
  it('tells the whole story', () => {
    const verdict = {
      ...VERDICT,
      severity: 'resumed-degraded',
      summary: 'so-so',
      findings: [FINDING],
      report: REPORT,
    } as const;
    const error = {
      code: 'vm-busy',
      message: 'Another operation has the VM.',
      rule: 'TORPOR-2',
      remedy: 'Wait.',
    };
    const log = [
      { seq: 1, atMs: 0, event: { kind: 'started', step: 'claim-vm', decision: { vmId: '1' } } },
      { seq: 2, atMs: 4, event: { kind: 'skipped', step: 'remove-vfs' } },
    ];
    expect(operationLines(operation({ verdict, error, log }))).toEqual([
      'hibernate-vm of web-1: succeeded in 1 m 41 s of emulated time',
      'operation op-1',
      '',
      ...lines(TIMELINE),
      '',
      ...lines(WIDE_MATCH_TABLE),
      '',
      'verdict: resumed-degraded, so-so',
      '  resumed-degraded  DEVICES-6 nic 0: the image holds nic 0, which nobody offers',
      '      so: programs that use it see errors',
      '',
      'vm-busy: Another operation has the VM.',
      '  rule    TORPOR-2',
      '  remedy  Wait.',
      '',
      '   1      +0.0 s  started claim-vm {"decision":{"vmId":"1"}}',
      '   2      +0.0 s  skipped remove-vfs',
    ]);
  });

  it('says the same in colours', () => {
    const verdict = { ...VERDICT, severity: 'cold-boot', summary: 'no image', report: REPORT } as const;
    const coloured = operationLines(operation({ verdict }), COLOURED).join('\n');
    const withoutCodes = coloured.replaceAll(new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g'), '');
    const trimmed = withoutCodes.split('\n').map((line) => line.trimEnd());
    expect([coloured === withoutCodes, trimmed]).toEqual([false, operationLines(operation({ verdict }))]);
  });

  it('lets no text of a document reach the cursor', () => {
    const reason = `\u001b[2J\u009b31mgone\u0007`;
    const [step] = STEPS;
    expect(stepLine({ ...step!, reason }, STEPS)).toBe(
      '    +0.0 s       4 ms           claim-vm         done         ?[2J?31mgone?',
    );
  });
});
