import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { consequenceGroups } from './consequences.js';
import { aResume, aVerdict, VM } from './testing/verdicts.js';

/** `at-once R56 nic 0: what follows`. */
function told(input: Parameters<typeof consequenceGroups>[0]): readonly string[] {
  return consequenceGroups(input).flatMap(({ when, consequences }) =>
    consequences.map(({ what, rules, slots }) => `${when} ${[...rules, ...slots].join(' ')}: ${what}`),
  );
}

const azure = BUILT_IN_POLICIES.azure;

describe('what follows, in the order in which it will be felt', () => {
  it('R46 R55 R61 DEVICES-6 from a resume that lost its NIC', () => {
    const verdict = aResume({ faults: [{ kind: 'device-missing', slot: 'nic 0' }] });
    expect(told({ vm: VM, verdict, policy: azure })).toEqual([
      'at-once RESUME-6: The programs that ran before the hibernation run on.',
      'at-once R56 nic 0: The interface stays, but is dead: no carrier, and every connection over it is lost. It is the primary one: the VM is unreachable.',
      'next-hibernation R61 nic 0: netvsc refuses it with -ENODEV.',
      'next-hibernation R46: Every further hibernation fails with -EBUSY until the VM boots afresh.',
      'next-hibernation R46: The bus refuses to suspend with -EBUSY, and goes on dropping offers; a NIC with several queues may hang in the roll-back (R48).',
      'until-reboot R55 nic 0: What is left of the lost devices stays in the guest, dead: nothing clears it away.',
    ]);
  });

  it('R65 R66 from a VF left in the image, since 6.14 without a guard', () => {
    const verdict = aResume({ isAccelerated: true, keepsVfs: true, kernelVersion: '6.15' });
    expect(told({ vm: VM, verdict, policy: azure }).filter((line) => !line.startsWith('at-once'))).toEqual([
      'next-hibernation R66 vf 0: hv_pci refuses it with -EINVAL.',
      'until-reboot R65 vf 0: The network of the NIC stays down unless accelerated networking is switched off.',
      'until-reboot R55 vf 0: What is left of the lost devices stays in the guest, dead: nothing clears it away.',
    ]);
  });

  it.each([
    [
      'R25 ASSUME-19 an aborted hibernation',
      aVerdict({ cause: { rule: 'UIO-2', phase: 'H9', symptom: 's', errno: -95 } }),
      [
        'at-once R25: The VM runs on, and there is no image on its disk; whatever was suspended for it has been resumed.',
        'at-once ASSUME-19: VFs that were taken away for it, if there were any, are offered again.',
        'next-hibernation UIO-2: It ends in the same way as long as the cause remains.',
      ],
    ],
    [
      'R90 a request that nobody acts on',
      aVerdict({ cause: { rule: 'R89', phase: 'trigger', symptom: 's' } }),
      [
        'at-once R90: The VM runs on, and nothing was saved. A host that has asked for it hears no more and waits until it gives up.',
        'at-once ASSUME-19: VFs that were taken away for it, if there were any, are offered again.',
        'next-hibernation R89: It ends in the same way as long as the cause remains.',
      ],
    ],
    [
      'R48 a bus that refused',
      aVerdict({ cause: { rule: 'R46', phase: 'H9', symptom: 's', errno: -16 } }),
      [
        'at-once R25: The VM runs on, and there is no image on its disk; whatever was suspended for it has been resumed.',
        'at-once ASSUME-19: VFs that were taken away for it, if there were any, are offered again.',
        'next-hibernation R46: It ends in the same way as long as the cause remains.',
        'until-reboot R48: The bus goes on dropping offers: new devices and sub-channels do not arrive any more.',
      ],
    ],
    [
      'R15 a guest that hangs',
      aVerdict({ severity: 'hung-or-undefined', cause: { rule: 'R15', phase: 'H9', symptom: 's' } }),
      [
        'at-once R15: Nothing in the VM answers any more, and no error will ever be reported.',
        'until-reboot R15: Only switching the VM off ends it; what is in its memory is lost then.',
      ],
    ],
    [
      'R78 an image that stays behind',
      aVerdict({
        act: 'start',
        severity: 'resume-rejected-cold-boot',
        cause: { rule: 'R83', phase: 'C1', symptom: 's' },
      }),
      [
        'at-once R78: Programs start anew; the saved memory stays on the disk, unread.',
        'next-start R78: A later boot that finds the image restores stale memory over file systems that have changed since, and corrupts them.',
      ],
    ],
    [
      'R75 an image that is used up',
      aVerdict({
        act: 'start',
        severity: 'resume-rejected-cold-boot',
        cause: { rule: 'R76', phase: 'C7', symptom: 's' },
      }),
      [
        'at-once R75: Programs start anew, and the disks are as after a power cut. The attempt has used the image up: there is no second one.',
      ],
    ],
    [
      'MOVE-1 MOVE-2 a VM that sleeps',
      aVerdict({ severity: 'hibernated' }),
      [
        'at-once MOVE-1: The VM is on no host; its configuration and its disks are all that is left.',
        'next-start MOVE-2 MOVE-3: A new Hyper-V VM is made for it. Whether its memory finds its devices there depends on their instance GUIDs.',
      ],
    ],
  ])('%s', (_what, verdict, expected) => {
    expect(told({ vm: VM, verdict, policy: azure })).toEqual(expected);
  });
});
