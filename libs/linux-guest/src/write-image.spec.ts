import { describe, expect, it } from 'vitest';
import { userSpaceRefusal } from './hibernation-request.js';
import { runHibernation } from './run-hibernation.js';
import { aGuest, aMachine, aProfile, ERA_A_KERNEL, slotsWhere } from './testing/guest-fixtures.js';

describe('what systemd checks before it asks the kernel', () => {
  it.each([
    { anonymousMib: 980, swapMib: 1_000, refused: undefined },
    {
      anonymousMib: 981,
      swapMib: 1_000,
      refused: {
        rule: 'R82',
        phase: 'trigger',
        errno: -28,
        symptom: 'systemd refuses: 981 MiB of active anonymous memory, 1000 MiB of swap',
      },
    },
    { anonymousMib: 981, swapMib: 0, refused: undefined },
  ])(
    'R82 $anonymousMib MiB of anonymous memory against 98 % of $swapMib MiB of swap',
    ({ anonymousMib, swapMib, refused }) => {
      expect(userSpaceRefusal(aGuest({ profile: aProfile({ anonymousMib, swapMib }) }))).toEqual(refused);
    },
  );

  it.each([
    { userSpaceChecks: ['swap-room'] as const, refused: undefined },
    {
      userSpaceChecks: ['swap-room', 'resume-device'] as const,
      refused: {
        rule: 'R83',
        phase: 'trigger',
        errno: -19,
        symptom: 'systemd refuses: no resume device is configured',
      },
    },
    { userSpaceChecks: [], refused: undefined },
  ])('R83 without a resume device, where $userSpaceChecks are checked', ({ userSpaceChecks, refused }) => {
    const profile = aProfile({ hasResumeParameter: false, userSpaceChecks });
    expect(userSpaceRefusal(aGuest({ profile }))).toEqual(refused);
  });

  it('R82 says nothing where user space does not check', () => {
    const profile = aProfile({ anonymousMib: 2_000, swapMib: 1_000, userSpaceChecks: [] });
    expect(userSpaceRefusal(aGuest({ profile }))).toBeUndefined();
  });
});

describe('copying memory', () => {
  it('R81 R21 fails with -ENOMEM where nothing is left to copy it into: everything is thawed', () => {
    const guest = aGuest();
    const machine = aMachine({ faults: [{ kind: 'memory-short-at-copy' }] });
    const outcome = runHibernation(guest, machine, { initiatedBy: 'shutdown-service' });
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'R81',
      phase: 'H11',
      errno: -12,
      symptom: 'there is not enough free memory to copy the image into',
      guest: { isConnected: true, ignoresOffers: false, bootId: guest.bootId },
    });
    if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual([]);
    expect(outcome.steps.map(({ step, outcome: end }) => [step, end])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [3, 'done'],
      [4, 'failed'],
    ]);
  });
});

describe('writing the image', () => {
  it.each([
    {
      case: 'there is no swap',
      swapMib: 0,
      faults: [],
      errno: -19,
      tookMs: 0,
      symptom: 'Cannot find swap device, try swapon -a',
    },
    {
      case: 'resume= names what is no swap',
      swapMib: 4_096,
      faults: [{ kind: 'wrong-resume-device' }] as const,
      errno: -19,
      tookMs: 0,
      symptom: 'Cannot find swap device, try swapon -a',
    },
    {
      case: 'the disk fails',
      swapMib: 4_096,
      faults: [{ kind: 'image-write-error' }] as const,
      errno: -5,
      tookMs: 0,
      symptom: 'writing the image to swap met an I/O error',
    },
    {
      case: 'swap is full before the image is written',
      swapMib: 512,
      faults: [],
      errno: -28,
      tookMs: 2_560,
      symptom: 'swap is full after 536870912 of 1073741824 bytes',
    },
  ])('R82 fails with $errno where $case, and the guest runs on', ({ swapMib, faults, ...expected }) => {
    const guest = aGuest({ profile: aProfile({ swapMib }) });
    const outcome = runHibernation(guest, aMachine({ faults }), { initiatedBy: 'shutdown-service' });
    const { errno, tookMs, symptom } = expected;
    expect(outcome).toMatchObject({ kind: 'aborted', rule: 'R82', phase: 'H13', errno, tookMs, symptom });
    if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual([]);
    expect(outcome.steps.at(-1)).toMatchObject({ step: 7, outcome: 'failed' });
  });

  it('R56 R45 hangs where the thaw has lost the controller of the disk with the swap area', () => {
    const guest = aGuest({ profile: aProfile({ kernelVersion: ERA_A_KERNEL }) });
    const machine = aMachine({ faults: [{ kind: 'missing-at-thaw', slot: 'scsi 0' }] });
    expect(runHibernation(guest, machine, { initiatedBy: 'self' })).toMatchObject({
      kind: 'hung',
      rule: 'R56',
      phase: 'H13',
      tookMs: 10_000,
      symptom:
        'the disk with the swap area did not come back for the thaw, and writing to it crashes the task',
    });
  });
});
