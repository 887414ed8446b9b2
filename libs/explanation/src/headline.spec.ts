import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import type { Finding } from '#libs/linux-guest';
import { explain } from './explain.js';
import { aResume, aVerdict, VM, type StoryWish } from './testing/verdicts.js';

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];
const sayOf = (wish: StoryWish, hibernatedBy?: 'guest') =>
  explain({
    vm: VM,
    verdict: aResume(wish),
    policy: wish.policy ?? BUILT_IN_POLICIES.azure,
    ...(hibernatedBy === undefined ? {} : { hibernatedBy }),
  }).headline;

const finding = (change: Partial<Finding>): Finding => ({
  rule: 'R57',
  severity: 'resumed-degraded',
  phase: 'after',
  summary: 'Something is the case.',
  consequence: 'Something follows.',
  ...change,
});

describe('the headline of a resume', () => {
  it.each([
    [
      'RESUME-6 a clean one',
      {},
      'The VM came back: the same programs run on where they were put to sleep, with all 13 of its devices.',
    ],
    [
      'MOVE-3 R56 one that loses its system disk',
      { policy: LOCAL },
      'The VM came back only to die: the disk with its operating system is gone, because its new machine gave its devices other identities than its memory knows.',
    ],
    [
      'MOVE-6 R56 one that loses its NIC',
      {
        policy: {
          ...BUILT_IN_POLICIES.azure,
          devices: { ...BUILT_IN_POLICIES.azure.devices, nic: { kind: 'fresh' } },
        },
      },
      'The VM came back, but its network is dead, because its new machine gave its devices other identities than its memory knows.',
    ],
    [
      'R42 one whose NIC comes too late',
      { kernelVersion: '6.15', faults: [{ kind: 'device-offered-late', slot: 'nic 0' }] },
      'The VM came back, but its network is dead, because the host offered it too late.',
    ],
    [
      'R56 one that lacks its screen',
      { faults: [{ kind: 'device-missing', slot: 'video 0' }] },
      'The VM came back, but its screen is frozen, because it did not find its devices again on its new machine.',
    ],
    [
      'R14 R44 one that cannot talk to its host',
      { faults: [{ kind: 'vmbus-versions', value: '3.0' }] },
      'The VM never finished waking up and hangs: it cannot talk to its new host, which speaks another protocol.',
    ],
    [
      'R62 one whose NIC gets no answer',
      { faults: [{ kind: 'vsp-silent', slot: 'nic 0' }] },
      'The VM never finished waking up and hangs: the host does not answer a network card.',
    ],
    [
      'R57 one whose disk was changed',
      { faults: [{ kind: 'disk-content-changed', slot: 'data disk 0' }] },
      'The VM seems to have come back, but its data disk 0 was changed behind its back, and nobody can say what happens next.',
    ],
  ] as const satisfies readonly (readonly [string, StoryWish, string])[])('%s', (_what, wish, expected) => {
    expect(sayOf(wish)).toBe(expected);
  });

  it('MOVE-12 R65 of a guest that hibernated by itself, with its VF', () => {
    expect(sayOf({ isAccelerated: true, keepsVfs: true }, 'guest')).toBe(
      'The VM came back, but its network is down, because it went to sleep with a device that only existed on its old host.',
    );
  });

  it('names three losses at most, those that people notice first', () => {
    const slots = ['keyboard 0', 'mouse 0', 'nic 1', 'shutdown 0', 'dda 0'];
    const verdict = aVerdict({
      act: 'start',
      severity: 'resumed-degraded',
      findings: slots.map((slot) => finding({ rule: 'R56', slot })),
    });
    expect(explain({ vm: VM, verdict }).headline).toBe(
      'The VM came back, but its network card 2 is dead, the PCI device that was assigned to it is dead, the host can no longer tell it to shut down or to hibernate and 2 more things are lost.',
    );
  });
});

describe('the headline of anything else', () => {
  it.each([
    [
      'R84',
      { severity: 'cold-boot', act: 'start' },
      'The VM started afresh: there was no saved memory to come back to.',
    ],
    [
      'R76',
      {
        severity: 'resume-rejected-cold-boot',
        act: 'start',
        cause: { rule: 'R76', phase: 'C7', symptom: 's' },
      },
      'The VM started, but what was in its memory is lost: the machine’s memory is laid out in another way than before.',
    ],
    [
      'R78',
      {
        severity: 'resume-rejected-cold-boot',
        act: 'start',
        cause: { rule: 'R78', phase: 'C0', symptom: 's' },
      },
      'The VM started, but what was in its memory is still on its disk, unread: the kernel that started was told not to look for saved memory.',
    ],
    [
      'MOVE-1',
      { severity: 'hibernated' },
      'The VM sleeps: its memory is saved on its disk, and no host has to keep it any more.',
    ],
    [
      'R86 R91',
      { severity: 'stopped-not-hibernated' },
      'The VM saved its memory and turned itself off, but the platform takes it for switched off: it keeps its host.',
    ],
    [
      'UIO-2',
      { cause: { rule: 'UIO-2', phase: 'H9', symptom: 's', errno: -95 } },
      'The VM did not go to sleep and runs on as before: a program in it has a device for itself that cannot be suspended.',
    ],
    [
      'R82',
      { cause: { rule: 'R82', phase: 'H13', symptom: 's', errno: -28 } },
      'The VM did not go to sleep and runs on as before: its swap space is too small for its memory.',
    ],
    [
      'R22',
      {
        cause: { rule: 'R22', phase: 'B5', symptom: 's' },
        severity: 'resume-rejected-cold-boot',
        act: 'start',
      },
      'The VM started, but what was in its memory is lost: a device of the freshly started kernel would not make way for it.',
    ],
    [
      'R15',
      { severity: 'hung-or-undefined', cause: { rule: 'R15', phase: 'H9', symptom: 's' } },
      'The VM hangs half-way to sleep and can only be switched off: the host does not answer when it says goodbye.',
    ],
  ] as const)('%s', (_rule, change, expected) => {
    expect(explain({ vm: VM, verdict: aVerdict(change) }).headline).toBe(expected);
  });
});
