import { ERAS, newDevice, type EraOfBus } from './missing-channel.js';
import { GPU, HV_PCI_REFUSES, NETVSC_REFUSES, NO_ANSWER } from './next-hibernation.js';
import { set, type OutcomeCase, type Shown } from './outcome-case.js';

/** Devices without disks or a network behind them: the fault takes one away, and this is what the user misses. */
const MINOR_DEVICES = [
  ['console device missing', 'video', 'hyperv_drm', /console is frozen or blank/],
  ['console device missing', 'keyboard', 'hyperv_keyboard', /console takes no keys/],
  ['console device missing', 'mouse', 'hid_hyperv', /console takes no pointer/],
  [
    'integration service missing',
    'shutdown',
    'hv_utils',
    /no longer ask for shutdown, restart or hibernation/,
  ],
  ['integration service missing', 'heartbeat', 'hv_utils', /lost heartbeat/],
  ['integration service missing', 'timesync', 'hv_utils', /no longer corrects the clock/],
  ['integration service missing', 'kvp', undefined, /no data exchange/],
  ['integration service missing', 'vss', 'hv_utils', /cannot quiesce the guest/],
  ['integration service missing', 'balloon', 'hv_balloon', /Dynamic memory is no longer reported/],
] as const;

const DEAD_NIC: Omit<Shown, 'slot'> = {
  rule: 'R56',
  phase: 'R2r',
  symptom: /is in the image, but .*interface stays, but is dead/,
  assumption: 'ASSUME-2',
};

const UNREACHABLE: Shown = {
  ...DEAD_NIC,
  slot: 'nic 0',
  symptom: /interface stays, but is dead.*primary.*unreachable/,
};

const STALE_VF: Shown = {
  rule: 'R65',
  phase: 'R2r',
  slot: 'vf 0',
  symptom: /stale VF stays joined to its NIC and keeps a new one out.*network of that NIC is down/,
  assumption: 'ASSUME-3',
};

/** Resumes that miss a device of the image, or meet another one in its place, in both eras of the bus. */
export const RESUME_LOST_DEVICES: readonly OutcomeCase[] = ERAS.flatMap((bus) => [
  ...MINOR_DEVICES.map(([row, kind, driver, symptom]): OutcomeCase => {
    const { on, waits, log, report, besides, nextHibernation } = bus;
    const slot = `${kind} 0`;
    return {
      row,
      rules: ['R56', 'R54', 'ASSUME-2'],
      cause: `${slot} is missing, and ${waits}`,
      on,
      story: ['hibernate', set({ faults: [`device-missing ${slot}`] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: { rule: 'R56', phase: 'R2r', slot, symptom, assumption: 'ASSUME-2' },
        besides,
        log: driver === undefined ? log : [...log, new RegExp(`${driver} .*restore noirq: error -122`)],
        report: { ...report, unmatched: 1, added: 0 },
      },
      afterwards: [kind === 'shutdown' ? NO_ANSWER : nextHibernation],
    };
  }),
  ...missingNics(bus),
  ...staleVfs(bus),
  ...lostDda(bus),
  unusedDevice(bus),
]);

function missingNics({ on, waits, log, report, besides }: EraOfBus): readonly OutcomeCase[] {
  const common = { row: 'NIC missing or renamed', rules: ['R56', 'R54', 'ASSUME-2'], on } as const;
  const gone = [...log, /hv_netvsc .*restore noirq: error -122/];
  return [
    {
      ...common,
      cause: `a second NIC is missing, and ${waits}`,
      given: { nics: ['plain', 'plain'] },
      story: ['hibernate', set({ faults: ['device-missing nic 1'] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: { ...DEAD_NIC, slot: 'nic 1' },
        besides,
        log: gone,
        report: { ...report, unmatched: 1, added: 0 },
      },
      afterwards: [NETVSC_REFUSES],
    },
    {
      ...common,
      cause: `the primary NIC is missing: the VM is unreachable, and ${waits}`,
      given: { nics: ['plain'] },
      story: ['hibernate', set({ faults: ['device-missing nic 0'] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: UNREACHABLE,
        besides,
        log: gone,
        report: { ...report, unmatched: 1, added: 0 },
      },
      afterwards: [NETVSC_REFUSES],
    },
    {
      ...common,
      rules: ['R56', 'R43', 'ASSUME-2'],
      cause: `the NIC has another instance GUID and comes as a new one, and ${waits}`,
      given: { nics: ['plain'] },
      story: ['hibernate', set({ faults: ['device-guid-changed nic 0'] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: UNREACHABLE,
        besides: [...besides, newDevice('nic 0')],
        log: gone,
        report: { ...report, unmatched: 1, added: 1 },
      },
      afterwards: [NETVSC_REFUSES],
    },
  ];
}

function staleVfs({ on, waits, log, report, besides }: EraOfBus): readonly OutcomeCase[] {
  const gone = [...log, /hv_pci .*restore noirq: error -122/, /pci .*does not answer/];
  return [
    {
      row: 'VF in the image, new VF GUID',
      rules: ['R65', 'R91', 'ASSUME-3'],
      cause: `the guest hibernated by itself and resumes on a new VM, and ${waits}`,
      on,
      given: { nics: ['accelerated'] },
      story: ['self-hibernate', 'deallocate', 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: STALE_VF,
        besides,
        log: gone,
        unlogged: [/Data path switched to VF/],
        report: { ...report, unmatched: 1, added: 0 },
      },
      afterwards: [HV_PCI_REFUSES],
    },
    {
      row: 'VF in the image, new VF GUID',
      rules: ['R65', 'ASSUME-3'],
      cause: `nobody took the VF away, the new VM offers another one at once, and ${waits}`,
      on,
      given: { nics: ['accelerated'], policy: 'leaves-vfs' },
      story: ['hibernate', 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: STALE_VF,
        besides: [
          ...besides,
          {
            rule: 'R65',
            phase: 'complete',
            slot: 'vf 0',
            symptom: /stale VF of the image keeps it from joining its NIC/,
          },
        ],
        log: gone,
        unlogged: [/Data path switched to VF/],
        report: { ...report, unmatched: 1, added: 1 },
      },
      afterwards: [HV_PCI_REFUSES],
    },
  ];
}

function lostDda({ on, waits, log, report, besides }: EraOfBus): readonly OutcomeCase[] {
  const gone = [...log, /hv_pci .*restore noirq: error -122/, /pci .*does not answer/];
  const common = { row: 'DDA device missing or renamed', rules: ['R68', 'R56', 'ASSUME-7'], on } as const;
  const dead: Shown = {
    rule: 'R68',
    phase: 'R2r',
    slot: 'dda 0',
    symptom: /PCI function is dead: a disk on it gives I\/O errors, a GPU driver fails/,
    assumption: 'ASSUME-7',
  };
  return [
    {
      ...common,
      cause: `an assigned device has another instance GUID on the new VM, and ${waits}`,
      given: GPU,
      story: ['hibernate', 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: dead,
        besides: [...besides, newDevice('dda 0')],
        log: gone,
        report: { ...report, unmatched: 1, added: 1 },
      },
      afterwards: [HV_PCI_REFUSES],
    },
    {
      ...common,
      cause: `an assigned device is missing, and ${waits}`,
      given: GPU,
      story: ['hibernate', set({ faults: ['device-missing dda 0'] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: dead,
        besides,
        log: gone,
        report: { ...report, unmatched: 1, added: 0 },
      },
      afterwards: [HV_PCI_REFUSES],
    },
    {
      ...common,
      cause: `the assigned device with the root file system is lost, and ${waits}`,
      given: { ...GPU, guest: { rootOnDda: true } },
      story: ['hibernate', 'start'],
      expected: {
        severity: 'hung-or-undefined',
        shows: { ...dead, symptom: /root file system or swap is on it: every access fails/ },
        besides: [...besides, newDevice('dda 0')],
        log: gone,
      },
    },
  ];
}

function unusedDevice({ on, waits, log, report, besides, nextHibernation }: EraOfBus): OutcomeCase {
  return {
    row: 'unused device missing',
    rules: ['R2', 'R47', 'R56'],
    cause: `a device that no driver used is missing, and ${waits}`,
    on,
    given: { guest: { kindsWithoutDriver: ['fcopy'] } },
    story: ['hibernate', set({ faults: ['device-missing fcopy 0'] }), 'start'],
    expected: {
      severity: 'resumed',
      shows: { rule: 'R56', phase: 'R2r', slot: 'fcopy 0', symptom: /No driver used the device/ },
      besides,
      log,
      unlogged: [/error -122/],
      report: { ...report, unmatched: 1 },
    },
    afterwards: [nextHibernation],
  };
}
