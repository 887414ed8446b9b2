import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { explain } from './explain.js';
import { aResume, aVerdict, VM } from './testing/verdicts.js';

const { azure, 'local-hyperv': local } = BUILT_IN_POLICIES;

describe('an explanation', () => {
  it('UIO-2 R25 of a hibernation that was aborted, as a whole', () => {
    const verdict = aVerdict({
      summary: 'nic 1 is bound to uio_hv_generic, which has no suspend function',
      cause: {
        rule: 'UIO-2',
        phase: 'H9',
        symptom: 'nic 1 is bound to uio_hv_generic, which has no suspend function',
        errno: -95,
      },
      log: [{ atMs: 0, level: 'info', text: 'PM: hibernation: hibernation entry' }],
    });
    const { rules, terms, ...rest } = explain({ vm: VM, verdict, hosts: { from: 'rack-1' } });
    expect(rest).toEqual({
      vm: VM,
      act: 'hibernation',
      severity: 'hibernate-aborted',
      mood: 'bad',
      headline:
        'The VM did not go to sleep and runs on as before: a program in it has a device for itself that cannot be suspended.',
      summary: 'nic 1 is bound to uio_hv_generic, which has no suspend function',
      cause: {
        rule: 'UIO-2',
        phase: 'H9',
        phaseMeaning: 'freeze_noirq: VMBus devices, then the bus',
        symptom: 'nic 1 is bound to uio_hv_generic, which has no suspend function',
        errno: -95,
        errnoName: 'EOPNOTSUPP',
      },
      circumstances: {
        kernelVersion: '6.8',
        era: 'A',
        eraMeaning: expect.stringContaining('up to Linux 6.13'),
        policy: { name: 'azure' },
        faults: [],
        hosts: { from: 'rack-1' },
      },
      devices: [],
      findings: [],
      consequences: [
        {
          when: 'at-once',
          consequences: [
            {
              what: 'The VM runs on, and there is no image on its disk; whatever was suspended for it has been resumed.',
              rules: ['R25'],
              slots: [],
            },
          ],
        },
        {
          when: 'next-hibernation',
          consequences: [
            { what: 'It ends in the same way as long as the cause remains.', rules: ['UIO-2'], slots: [] },
          ],
        },
      ],
      log: [
        {
          kernel: 'hibernating',
          title: 'the kernel that hibernates',
          lines: [
            { atMs: 0, level: 'info', text: 'PM: hibernation: hibernation entry', stamp: '[    0.000000]' },
          ],
        },
      ],
      timeline: [],
      prevention: [
        {
          against: 'a program in it has a device for itself that cannot be suspended',
          what: 'Give the device back to its kernel driver before the VM hibernates: unbind it from uio_hv_generic, and boot again for the change to take effect.',
          rules: ['UIO-2', 'R69'],
          command: `torpor vm update -g night-shift -n web-1 --guest-override 'uioSlots=[]'`,
        },
      ],
      assumptions: [],
    });
    expect(rules.map(({ id }) => id)).toEqual(['UIO-2', 'R25', 'R40', 'R46', 'R69']);
    expect(terms.map(({ term }) => term)).toEqual(['image', 'VMBus', 'policy', 'UIO']);
  });

  it('DEVICES-2 MOVE-4 R56 of devices: what was expected, offered, and why', () => {
    const verdict = aResume({ policy: local });
    const { devices, matching } = explain({ vm: VM, verdict, policy: local });
    const [nic] = devices.filter(({ slot, outcome }) => slot === 'nic 0' && outcome === 'unmatched');
    const [stranger] = devices.filter(({ slot, outcome }) => slot === 'nic 0' && outcome === 'new');
    const rowOf = (outcome: string) =>
      verdict.report!.rows.find((row) => row.slot === 'nic 0' && row.outcome === outcome)!;
    const causes = [
      {
        kind: 'policy',
        text: 'policy local-hyperv assigns NICs fresh GUIDs with every new VM (fresh)',
        rules: ['MOVE-3', 'MOVE-6'],
        assignment: 'fresh',
      },
    ];
    const classGuid = 'f8615163-df3e-46c5-913f-f2d2f965ed0e';
    const at = (phase: string) =>
      verdict.findings.flatMap((finding, index) =>
        finding.slot === 'nic 0' && finding.phase === phase ? [index] : [],
      );
    expect([nic, stranger]).toEqual([
      {
        slot: 'nic 0',
        className: 'Synthetic network adapter',
        classGuid: { expected: classGuid },
        instanceGuid: { expected: rowOf('unmatched').imageInstanceGuid },
        relid: { before: rowOf('unmatched').relidBefore },
        outcome: 'unmatched',
        why: rowOf('unmatched').reason,
        rule: 'DEVICES-5',
        causes,
        findings: at('R2r'),
      },
      {
        slot: 'nic 0',
        className: 'Synthetic network adapter',
        classGuid: { offered: classGuid },
        instanceGuid: { offered: rowOf('new').offeredInstanceGuid },
        relid: { after: rowOf('new').relidAfter },
        outcome: 'new',
        why: rowOf('new').reason,
        rule: 'DEVICES-4',
        causes,
        findings: at('complete'),
      },
    ]);
    expect([at('R2r').length, at('complete').length]).toEqual([1, 1]);
    expect(matching?.sentence).toBe(
      '10 of 13 devices of the image were found again; 3 were not offered; 3 are new, after 10 s of waiting in vain. A channel of the image finds its device by the instance GUID alone (R49).',
    );
  });

  it('R51 of a device of another class, whose class is told where it is known', () => {
    const verdict = aResume({ faults: [{ kind: 'device-class-changed', slot: 'nic 0' }] });
    const row = verdict.report!.rows.find(({ slot }) => slot === 'nic 0')!;
    const scsi = 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f' as typeof row.classGuid;
    const classesOf = (offeredClasses: Record<string, typeof row.classGuid>) =>
      explain({ vm: VM, verdict, policy: azure, offeredClasses }).devices.find(({ slot }) => slot === 'nic 0')
        ?.classGuid;
    expect([classesOf({}), classesOf({ [row.offeredInstanceGuid!]: scsi })]).toEqual([
      { expected: row.classGuid },
      { expected: row.classGuid, offered: scsi },
    ]);
  });

  it('MOVE-9 MOVE-10 of VFs that left and came', () => {
    const guid = (text: string) => text as NonNullable<(typeof rows)[number]['imageInstanceGuid']>;
    const { report, ...verdict } = aResume();
    const rows = report!.rows;
    const removed = [{ index: 0, instanceGuid: guid('11111111-1111-4111-8111-111111111111') }];
    const arrived = [{ index: 0, instanceGuid: guid('22222222-2222-4222-8222-222222222222') }];
    const explained = explain({
      vm: VM,
      verdict: { ...verdict, report: report!, vfs: { removed, arrived } },
    });
    expect(explained.devices.at(-1)).toEqual({
      slot: 'vf 0',
      className: 'Virtual PCI pass-through (DDA device, SR-IOV VF)',
      classGuid: { offered: '44c4f61d-4444-4400-9d52-802e27ede19f' },
      instanceGuid: { offered: '22222222-2222-4222-8222-222222222222' },
      relid: {},
      outcome: 'new',
      why: 'the host offered it when the resume was over; nothing in the image had to be matched to it',
      rule: 'MOVE-10',
      causes: [
        {
          kind: 'action',
          text: 'the platform gives the VM a new VF after every resume, its predecessor 11111111-1111-4111-8111-111111111111 left before the hibernation',
          rules: ['MOVE-9', 'MOVE-10'],
        },
      ],
      findings: [],
    });
  });
});

describe('the pins of an explanation', () => {
  it('MOVE-13 end it under a policy that leaves something to chance, and only there', () => {
    const of = (policy: typeof azure) => explain({ vm: VM, verdict: aResume({ policy }), policy });
    const pinned = of(local);
    expect(Object.keys(pinned).at(-1)).toBe('pins');
    expect(pinned.pins?.map(({ slot, property, isMet, rule }) => [slot, property, isMet, rule])).toEqual([
      ['scsi 0', 'instance-guid', false, 'MOVE-5'],
      ['scsi 1', 'instance-guid', false, 'MOVE-5'],
      ['nic 0', 'instance-guid', false, 'MOVE-6'],
    ]);
    expect(of(azure).pins).toBeUndefined();
  });

  it('MOVE-13 MOVE-7 tell of a VF that a policy was to remove', () => {
    const verdict = aResume({ isAccelerated: true, keepsVfs: true });
    const { pins } = explain({ vm: VM, verdict, policy: azure });
    expect(pins?.filter(({ isMet }) => !isMet).map(({ slot }) => slot)).toEqual(['vf 0']);
  });

  it('MOVE-13 are told for a policy that is not known any more', () => {
    expect(explain({ vm: VM, verdict: aResume() }).pins?.every(({ isMet }) => isMet)).toBe(true);
  });
});
