import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { hibernationCapability } from './hibernation-request.js';
import { runHibernation } from './run-hibernation.js';
import { aGuest, aMachine, aProfile } from './testing/guest-fixtures.js';

const STAGED: readonly Fault[] = [{ kind: 'snapshot-device-held' }, { kind: 'process-not-freezable' }];

describe('before any device is touched', () => {
  it.each([
    {
      rule: 'R21',
      phase: 'H1',
      case: 'hibernation is switched off',
      profile: { hibernationAvailable: false, workingSetMib: 99_999 },
      faults: STAGED,
      errno: -1,
      tookMs: 0,
      symptom: 'hibernation is not available: nohibernate, lock-down or secret memory in use',
    },
    {
      rule: 'R21',
      phase: 'H3',
      case: 'somebody holds the snapshot device',
      profile: { workingSetMib: 99_999 },
      faults: STAGED,
      errno: -16,
      tookMs: 0,
      symptom: 'a process holds the snapshot device',
    },
    {
      rule: 'R21',
      phase: 'H5',
      case: 'a process does not freeze within 20 s',
      profile: { workingSetMib: 99_999 },
      faults: STAGED.slice(1),
      errno: -16,
      tookMs: 20_000,
      symptom: 'Freezing user space processes failed: one of them does not stop',
    },
    {
      rule: 'R81',
      phase: 'H7',
      case: 'the image would need more than half of memory',
      profile: { workingSetMib: 99_999 },
      faults: [],
      errno: -12,
      tookMs: 0,
      symptom: 'not enough memory for the image: 99999 MiB in use, 8189 MiB possible',
    },
  ])(
    '$rule $phase $case: $errno, in the order of the kernel',
    ({ profile, faults, tookMs, case: _case, ...cause }) => {
      const guest = aGuest({ profile: aProfile(profile) });
      const outcome = runHibernation(guest, aMachine({ faults }), { initiatedBy: 'self' });
      expect(outcome).toMatchObject({ kind: 'aborted', ...cause, guest, tookMs, findings: [] });
      expect(outcome.steps.map(({ step, outcome: end }) => [step, end])).toEqual([[1, 'failed']]);
    },
  );

  it.each([
    { kind: 'secret-memory-in-use', why: 'an application holds secret memory (memfd_secret)' },
    { kind: 'cxl-memory-in-use', why: 'memory on CXL is in use' },
  ] as const)('R21 H1 R85 is not possible at all while $why', ({ kind, why }) => {
    const faults = [{ kind }] as const;
    const outcome = runHibernation(aGuest(), aMachine({ faults }), { initiatedBy: 'self' });
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'R21',
      phase: 'H1',
      errno: -1,
      symptom: `hibernation is not available: ${why}`,
    });
    expect(hibernationCapability(aGuest(), faults).sysPowerDisk).toBe('[disabled]');
    expect(hibernationCapability(aGuest()).sysPowerDisk).toContain('[platform]');
  });

  it('R21 says on the console that user space did not freeze', () => {
    const faults = STAGED.slice(1);
    const { steps } = runHibernation(aGuest(), aMachine({ faults }), { initiatedBy: 'self' });
    expect(steps[0]!.log).toEqual([
      { atMs: 0, level: 'info', text: 'PM: hibernation: hibernation entry' },
      { atMs: 20_000, level: 'error', text: 'Freezing user space processes failed after 20 seconds' },
    ]);
  });
});
