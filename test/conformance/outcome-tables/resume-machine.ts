import { ERA_B, set, type OutcomeCase } from './outcome-case.js';

/** Resumes in a machine whose host, bus or processors are other than before. */
export const RESUME_MACHINE: readonly OutcomeCase[] = [
  {
    row: 'relids differ',
    rules: ['R50', 'R8', 'DEVICES-7'],
    cause: 'the new host numbers the channels otherwise',
    given: { nics: ['plain'], faults: ['first-relid 1'] },
    story: ['hibernate', set({ faults: ['first-relid 40'] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: 'nothing',
      isSilent: true,
      report: { unmatched: 0, added: 0, waitMs: 0 },
      rows: [{ outcome: 'matched', rule: 'DEVICES-7', relidBefore: 1, relidAfter: 40 }],
    },
  },
  {
    row: 'other offer fields differ',
    rules: ['R50'],
    cause: 'an offer has another connection id and monitor id',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['offer-changed scsi 1'] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: 'nothing',
      isSilent: true,
      report: { unmatched: 0, added: 0, waitMs: 0 },
      rows: [
        {
          slot: 'scsi 1',
          outcome: 'matched',
          changedFields: ['dedicatedInterrupt', 'connectionId', 'monitorId'],
        },
      ],
    },
  },
  {
    row: 'VMBus protocol not supported',
    rules: ['R44', 'R14'],
    cause: 'the new host does not speak the VMBus protocol of the image',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['vmbus-versions 2.4 3.0'] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R14',
        phase: 'R2r',
        symptom: /does not speak VMBus protocol 5\.3.*waits without limit/,
      },
      log: [{ line: /vmbus: PM: failed to restore noirq: error -111/, afterMs: 0 }],
      // Nothing after it: the first device never returns.
      unlogged: [/hibernation exit/, /Failed to establish GPADL/],
    },
  },
  {
    row: 'all-offers message never sent',
    rules: ['R40', 'R41'],
    cause: 'the host never says that all offers are out',
    on: ERA_B,
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['all-offers-not-delivered'] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: 'nothing',
      log: [{ line: /timed out waiting for all boot-time offers/, afterMs: 60_000 }],
      report: { waitMs: 60_000, timedOut: true, unmatched: 0 },
    },
  },
  {
    row: 'many extra disks or NICs',
    rules: ['R76', 'ASSUME-17'],
    cause: 'the new VM has more NICs than the pools of the firmware were sized for',
    given: { nics: ['plain', 'plain'] },
    story: ['hibernate', set({ faults: ['device-added nic 2'] }), 'start'],
    expected: {
      severity: 'resume-rejected-cold-boot',
      shows: {
        rule: 'R76',
        phase: 'C7',
        errno: -1,
        symptom: /inconsistent memory map/,
        assumption: 'ASSUME-17',
      },
      log: [/Hibernate inconsistent memory map detected!/],
    },
  },
  {
    row: 'many extra disks or NICs',
    rules: ['R76', 'ASSUME-17'],
    cause: 'the new VM has more disks than the pools of the firmware were sized for',
    story: ['hibernate', set({ faults: ['scsi-disks 5'] }), 'start'],
    expected: {
      severity: 'resume-rejected-cold-boot',
      shows: {
        rule: 'R76',
        phase: 'C7',
        errno: -1,
        symptom: /inconsistent memory map/,
        assumption: 'ASSUME-17',
      },
      log: [/Hibernate inconsistent memory map detected!/],
    },
  },
  {
    row: 'fewer vCPUs',
    rules: ['R80', 'ASSUME-18'],
    cause: 'the new VM has fewer vCPUs',
    given: { size: 'Standard_D4s_v5', nics: ['plain'] },
    story: ['hibernate', set({ faults: ['vcpus 2'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R80',
        phase: 'R1r',
        symptom: /had 4 vCPUs, the new VM has 2/,
        assumption: 'ASSUME-18',
      },
      log: [/Error taking CPU2 up/, /Error taking CPU3 up/],
      unlogged: [/Error taking CPU[014] up/],
    },
  },
  {
    row: 'more vCPUs',
    rules: ['R80'],
    cause: 'the new VM has more vCPUs',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['vcpus 4'] }), 'start'],
    expected: { severity: 'resumed', shows: 'nothing', isSilent: true },
  },
  {
    row: 'other CPU or older hypervisor',
    rules: ['R80', 'CONSIDER-7'],
    cause: 'the new host has processors of another vendor',
    story: ['hibernate', set({ faults: ['any-host'], placement: { hostName: 'left-amd' } }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'CONSIDER-7',
        phase: 'after',
        symptom: /made on Xeon Platinum 8370C and goes on on EPYC 7763v/,
      },
      isSilent: true,
    },
  },
  {
    row: 'other CPU or older hypervisor',
    rules: ['R80', 'CONSIDER-7'],
    cause: 'the new host has an older processor of the same vendor',
    given: { placement: { hostName: 'newer-processor' } },
    story: ['hibernate', set({ faults: ['any-host'], placement: { hostName: 'left' } }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'CONSIDER-7',
        phase: 'after',
        symptom: /made on Xeon Platinum 8473C and goes on on Xeon Platinum 8370C/,
      },
      isSilent: true,
    },
  },
  {
    row: 'other CPU or older hypervisor',
    rules: ['R80', 'ASSUME-5'],
    cause: 'the new host has a newer processor of the same vendor, taken to have all of the old one',
    story: ['hibernate', set({ placement: { hostName: 'newer-processor' } }), 'start'],
    expected: {
      severity: 'resumed',
      shows: {
        rule: 'ASSUME-5',
        phase: 'after',
        symptom: /goes on on the newer Xeon Platinum 8473C/,
        assumption: 'ASSUME-5',
      },
      isSilent: true,
    },
  },
  {
    row: 'other CPU or older hypervisor',
    rules: ['R80', 'CONSIDER-7'],
    cause: 'the new host has an older hypervisor',
    // Both hosts speak the protocol, so that the age of the hypervisor is all that differs.
    given: { faults: ['vmbus-versions 4.0'] },
    story: ['hibernate', set({ faults: ['any-host'], placement: { hostName: 'older-hypervisor' } }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: { rule: 'CONSIDER-7', phase: 'after', symptom: /level 26102 and goes on on level 20348/ },
      isSilent: true,
    },
  },
];
