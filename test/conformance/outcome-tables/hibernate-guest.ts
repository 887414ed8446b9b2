import { ERA_A, set, type OutcomeCase } from './outcome-case.js';

/** Hibernations that end before any device is suspended, or by what a driver of the guest says. */
export const HIBERNATE_GUEST: readonly OutcomeCase[] = [
  {
    row: 'hibernation is barred',
    rules: ['R21'],
    cause: 'nohibernate or lock-down bars hibernation from the boot on',
    given: { guest: { hibernationAvailable: false } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R21', phase: 'H1', errno: -1, symptom: /not available/ },
      emulation: { sysfs: { powerDisk: '[disabled]' } },
    },
  },
  {
    row: 'hibernation is barred',
    rules: ['R21'],
    cause: 'an application holds secret memory',
    given: { faults: ['secret-memory-in-use'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R21', phase: 'H1', errno: -1, symptom: /not available: .*memfd_secret/ },
      emulation: { sysfs: { powerDisk: '[disabled]' } },
    },
  },
  {
    row: 'hibernation is barred',
    rules: ['R21'],
    cause: 'memory on CXL is in use',
    given: { faults: ['cxl-memory-in-use'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R21', phase: 'H1', errno: -1, symptom: /not available: .*CXL/ },
      emulation: { sysfs: { powerDisk: '[disabled]' } },
    },
  },
  {
    row: 'snapshot device is held',
    rules: ['R21'],
    cause: 'a process holds the snapshot device',
    given: { faults: ['snapshot-device-held'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R21', phase: 'H3', errno: -16, symptom: /snapshot device/ },
    },
  },
  {
    row: 'user process does not freeze',
    rules: ['R21'],
    cause: 'a user process does not freeze within 20 s',
    given: { faults: ['process-not-freezable'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: {
        rule: 'R21',
        phase: 'H5',
        errno: -16,
        symptom: /Freezing user space processes failed/,
      },
      log: [{ line: /Freezing user space processes failed/, afterMs: 20_000 }],
    },
  },
  {
    row: 'not enough memory for the image',
    rules: ['R81', 'R21'],
    cause: 'more than half of memory is in use',
    given: { guest: { workingSetMib: 5_000 } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R81', phase: 'H7', errno: -12, symptom: /not enough memory/ },
      log: [/Image allocation is \d+ pages short/],
    },
  },
  {
    row: 'not enough memory for the image',
    rules: ['R81', 'R21'],
    cause: 'the memory set aside is used up before the copy',
    given: { faults: ['memory-short-at-copy'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R81', phase: 'H11', errno: -12, symptom: /not enough free memory/ },
      log: [/Not enough free memory/],
    },
    afterwards: [
      {
        story: [set({ faults: [] }), 'hibernate'],
        expected: { severity: 'hibernated', shows: 'nothing' },
      },
    ],
  },
  {
    row: 'device bound to UIO',
    rules: ['R69'],
    cause: 'DPDK has a NIC by uio_hv_generic',
    given: { nics: ['plain', 'plain'], guest: { uioSlots: ['nic 1'] } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'UIO-2', phase: 'H9', errno: -95, symptom: /nic 1 is bound to uio_hv_generic/ },
      log: [/failed to freeze noirq: error -95/, /Some devices failed to power down, aborting/],
    },
    // Rolled back in full: what was suspended runs on, and suspends again.
    afterwards: [
      {
        story: [set({ guest: {} }), 'restart', 'hibernate'],
        expected: { severity: 'hibernated', shows: 'nothing' },
      },
    ],
  },
  {
    row: 'device bound to UIO',
    rules: ['R69'],
    cause: 'the file-copy service runs over uio_hv_generic',
    on: ['6.12', '7.2'],
    given: { nics: ['plain'], guest: { uioSlots: ['fcopy 0'] } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'UIO-2', phase: 'H9', errno: -95, symptom: /fcopy 0 is bound to uio_hv_generic/ },
      log: [/failed to freeze noirq: error -95/, /Some devices failed to power down, aborting/],
    },
  },
  {
    row: 'vPCI bus not installed',
    rules: ['R66'],
    cause: 'a vPCI bus is still initialising',
    given: { nics: ['accelerated'], policy: 'leaves-vfs', faults: ['vpci-initialising vf 0'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R66', phase: 'H9', errno: -22, symptom: /vf 0 is not in its installed state yet/ },
      log: [/hv_pci .*error -22/, /Some devices failed to power down, aborting/],
    },
  },
  {
    row: 'vPCI bus not installed',
    rules: ['R66', 'R65'],
    cause: 'a vPCI bus did not survive the last resume',
    given: { nics: ['accelerated'] },
    story: ['self-hibernate', 'deallocate', 'start', 'hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: {
        rule: 'R66',
        phase: 'H9',
        errno: -22,
        symptom: /vf 0 is not in its installed state since the last resume/,
      },
    },
  },
  {
    row: 'NIC whose last resume failed',
    rules: ['R61', 'R56'],
    cause: 'a NIC did not survive the last resume',
    given: { nics: ['plain', 'plain'] },
    story: [
      'hibernate',
      set({ faults: ['device-missing nic 1'] }),
      'start',
      set({ faults: [] }),
      'hibernate',
    ],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R61', phase: 'H9', errno: -19, symptom: /nic 1 did not survive the last resume/ },
      log: [/hv_netvsc .*error -19/],
    },
  },
  {
    row: 'earlier resume had missing channels',
    rules: ['R46', 'R47'],
    cause: 'an earlier resume had missing channels, and the VM has no NIC',
    on: ERA_A,
    story: ['hibernate', set({ faults: ['device-missing heartbeat 0'] }), 'start', 'hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R46', phase: 'H9', errno: -16, symptom: /previous failed resuming/ },
      log: [/Can not suspend due to a previous failed resuming/],
    },
    // The count stands until the VM boots afresh.
    afterwards: [
      {
        story: ['hibernate'],
        expected: {
          severity: 'hibernate-aborted',
          shows: { rule: 'R46', phase: 'H9', errno: -16, symptom: /previous failed resuming/ },
        },
      },
      {
        story: [set({ faults: [] }), 'restart', 'hibernate'],
        expected: { severity: 'hibernated', shows: 'nothing' },
      },
    ],
  },
  {
    row: 'earlier resume had missing channels',
    rules: ['R46', 'R48'],
    cause: 'an earlier resume had missing channels, and the NIC has one queue',
    on: ERA_A,
    given: { nics: ['plain'], faults: ['vcpus 1'] },
    story: ['hibernate', set({ faults: ['vcpus 1', 'device-missing heartbeat 0'] }), 'start', 'hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R46', phase: 'H9', errno: -16, symptom: /previous failed resuming/ },
    },
  },
  {
    row: 'earlier resume had missing channels',
    rules: ['R48'],
    cause: 'an earlier resume had missing channels, and the NIC has several queues',
    on: ERA_A,
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['device-missing heartbeat 0'] }), 'start', 'hibernate'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R48',
        phase: 'H9',
        symptom: /nic 0 waits without limit for sub-channels/,
        assumption: 'ASSUME-20',
      },
      log: [/Can not suspend due to a previous failed resuming/],
    },
  },
];
