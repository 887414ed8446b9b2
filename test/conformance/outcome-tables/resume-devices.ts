import { GPU, HV_PCI_REFUSES } from './next-hibernation.js';
import { ERA_B, set, type Given, type OutcomeCase } from './outcome-case.js';

const EXTRA_DEVICES = [
  ['nic 1', /driver binds at the end of the resume/, undefined],
  ['scsi 2', /driver binds at the end of the resume/, undefined],
  ['dda 0', /driver binds at the end of the resume/, undefined],
  ['fcopy 1', /There is no driver for it/, ['fcopy']],
] as const;

/** Resumes in which every device of the image is offered, and more, but not all is well. */
export const RESUME_DEVICES: readonly OutcomeCase[] = [
  {
    row: 'NIC with another MAC',
    rules: ['R62'],
    cause: 'a NIC keeps its instance GUID and has another MAC',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['nic-mac-changed nic 0'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R62',
        phase: 'R2r',
        slot: 'nic 0',
        symptom: /keeps MAC .*drop frames/,
      },
      isSilent: true,
    },
  },
  {
    row: 'VF in the image, offered late',
    rules: ['R42', 'ASSUME-3'],
    cause: 'the VF of the image is offered when its driver has given up',
    on: ERA_B,
    given: { nics: ['accelerated'], policy: 'keeps-vpci' },
    story: ['hibernate', set({ faults: ['device-offered-late vf 0'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R42',
        phase: 'R2r',
        slot: 'vf 0',
        symptom: /only after the guest had gone on/,
        assumption: 'ASSUME-3',
      },
      log: [/channel 44c4f61d-4444-4400-9d52-802e27ede19f\/.* not present after resume/],
      report: { late: 1, unmatched: 0, waitMs: 0 },
      rows: [{ slot: 'vf 0', outcome: 'late', rule: 'R42' }],
    },
    afterwards: [HV_PCI_REFUSES],
  },
  {
    row: 'VF removed before, new VF offered',
    rules: ['R64', 'R63'],
    cause: 'the VF was taken away before, and a new one is offered afterwards',
    given: { nics: ['accelerated'] },
    story: ['hibernate', 'start'],
    expected: {
      severity: 'resumed',
      shows: 'nothing',
      isSilent: true,
      log: [/hv_netvsc .*VF registering/, /hv_netvsc .*Data path switched to VF/],
      report: { unmatched: 0, added: 0, waitMs: 0 },
    },
    // And so on, cycle after cycle.
    afterwards: [
      { story: ['hibernate'], expected: { severity: 'hibernated', shows: 'nothing' } },
      {
        story: ['start'],
        expected: { severity: 'resumed', shows: 'nothing', log: [/Data path switched to VF/] },
      },
    ],
  },
  refusedVpci('vf 0', 'ASSUME-3', { nics: ['accelerated'] }),
  refusedVpci('dda 0', 'ASSUME-7', GPU),
  {
    row: 'vPCI function differs',
    rules: ['R67'],
    cause: 'another PCI function is behind the VF than before',
    given: { nics: ['accelerated'], policy: 'keeps-vpci' },
    story: ['hibernate', set({ faults: ['vpci-function-changed vf 0'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R67',
        phase: 'R2r',
        slot: 'vf 0',
        symptom: /Another PCI function.*old function is dead/,
      },
      log: [/pci .*does not answer/],
      unlogged: [/restore noirq: error/],
    },
  },
  ...EXTRA_DEVICES.map(([slot, symptom, kindsWithoutDriver]): OutcomeCase => ({
    row: 'extra device',
    rules: ['R43', 'R24'],
    cause: `${slot} is there besides`,
    given: {
      nics: ['plain'],
      ...(kindsWithoutDriver === undefined ? {} : { guest: { kindsWithoutDriver } }),
    },
    story: ['hibernate', set({ faults: [`device-added ${slot}`] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: { rule: 'CONSIDER-4', phase: 'complete', slot, symptom },
      isSilent: true,
      report: { unmatched: 0, added: 1, waitMs: 0 },
    },
  })),
  ...['keyboard 0', 'nic 0'].map((slot): OutcomeCase => ({
    row: 'same instance GUID, other class',
    rules: ['R51'],
    cause: `a device of another class has the instance GUID of ${slot}`,
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: [`device-class-changed ${slot}`] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R51',
        phase: 'R2r',
        slot,
        symptom: /wrong kind of service/,
      },
      log: [/restore noirq: error -110/],
      report: { unmatched: 0, waitMs: 0 },
    },
  })),
  {
    row: 'sub-channel shortage',
    rules: ['R9', 'R60'],
    cause: 'the host grants a NIC no sub-channel',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['sub-channels-withheld nic 0'] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: { rule: 'R9', phase: 'R2r', slot: 'nic 0', symptom: /no sub-channel.*one queue: it is slower/ },
      isSilent: true,
    },
  },
  {
    row: 'NIC or vPCI host end silent',
    rules: ['R62'],
    cause: 'the host end of a NIC answers no RNDIS or NVSP message',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['vsp-silent nic 0'] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: { rule: 'R62', phase: 'R2r', slot: 'nic 0', symptom: /nic 0 waits without limit/ },
      isSilent: true,
      unlogged: [/hibernation exit/],
    },
  },
  {
    row: 'NIC or vPCI host end silent',
    rules: ['R67'],
    cause: 'the host end of a VF answers no vPCI message',
    given: { nics: ['accelerated'], policy: 'keeps-vpci' },
    story: ['hibernate', set({ faults: ['vsp-silent vf 0'] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: { rule: 'R67', phase: 'R2r', slot: 'vf 0', symptom: /vf 0 waits without limit/ },
      isSilent: true,
      unlogged: [/hibernation exit/],
    },
  },
];

/** Under a policy that keeps the GUIDs of vPCI devices, so that the channel matches and its driver is asked. */
function refusedVpci(slot: string, assumption: 'ASSUME-3' | 'ASSUME-7', given: Given): OutcomeCase {
  return {
    row: 'vPCI protocol refused',
    rules: ['R67', assumption],
    cause: `the host refuses the vPCI protocol version that ${slot} had`,
    given: { ...given, policy: 'keeps-vpci' },
    story: ['hibernate', set({ faults: [`vpci-version-refused ${slot}`] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: { rule: 'R67', phase: 'R2r', slot, symptom: /gave up with error -71/, assumption },
      log: [/hv_pci .*restore noirq: error -71/, /pci .*does not answer/],
      report: { unmatched: 0, added: 0 },
    },
    afterwards: [HV_PCI_REFUSES],
  };
}
