import { guid, type VirtualDevice } from '#libs/vmbus';
import { describe, expect, it } from 'vitest';
import type { HibernationImage } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { restoreGuest } from './restore-guest.js';
import {
  aDda,
  aDevice,
  aGuest,
  aMachine,
  aNic,
  aProfile,
  azureDevices,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOf,
  slotsWhere,
} from './testing/guest-fixtures.js';

const BEFORE = aMachine();
const IMAGE = imageOf(aGuest(), BEFORE);
const NO_VF = { vfPresent: false };

function imageWith(
  kernelVersion: string,
  machine: VirtualHardware = BEFORE,
  vfPresent = false,
): HibernationImage {
  return imageOf(aGuest({ machine, profile: aProfile({ kernelVersion }), vfPresent }), machine, 'self');
}

function replaced(slot: string, instanceGuid: string): readonly VirtualDevice[] {
  return azureDevices().map((device) =>
    `${device.kind} ${device.index}` === slot ? { ...device, instanceGuid: guid(instanceGuid) } : device,
  );
}

const OTHER_GUID = '5e4f5b37-61e9-4ba5-beff-64dbfdddc551';

describe('devices that do not come back', () => {
  it.each([
    { kernelVersion: ERA_A_KERNEL, rule: 'DEVICES-5', waitMs: 10_000, timedOut: true, missing: 1 },
    { kernelVersion: ERA_B_KERNEL, rule: 'R40', waitMs: 0, timedOut: false, missing: 1 },
  ])(
    'DEVICES-5 R40 R41 kernel $kernelVersion waits $waitMs ms, then goes on',
    ({ kernelVersion, missing, ...expected }) => {
      const machine = aMachine({ devices: azureDevices().filter(({ kind }) => kind !== 'heartbeat') });
      const outcome = restoreGuest(imageWith(kernelVersion), machine, NO_VF);
      const row = outcome.report.rows.find(({ slot }) => slot === 'heartbeat 0')!;
      const { waitMs, timedOut } = outcome.report;
      expect({ rule: row.rule, waitMs, timedOut }).toEqual(expected);
      expect(outcome.tookMs).toBe(expected.waitMs);
      expect(outcome.guest).toMatchObject({ isConnected: true, channelsMissingAfterResume: missing });
    },
  );

  it('R54 R55 ASSUME-2 an orphan keeps its structure, cannot open and stays dead', () => {
    const machine = aMachine({ devices: replaced('nic 0', OTHER_GUID) });
    const { guest } = restoreGuest(IMAGE, machine, NO_VF);
    expect(guest.channels.find(({ id }) => id === 10)).toMatchObject({
      slot: 'nic 0',
      relid: null,
      isOpen: false,
      resumeError: -122,
      driver: 'hv_netvsc',
      dataPath: 'down',
    });
  });

  it.each([
    { rule: 'R56', slot: 'scsi 0', severity: 'hung-or-undefined' },
    { rule: 'R56', slot: 'scsi 1', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'nic 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'video 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'keyboard 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'mouse 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'shutdown 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'heartbeat 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'timesync 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'kvp 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'vss 0', severity: 'resumed-degraded' },
    { rule: 'R56', slot: 'balloon 0', severity: 'resumed-degraded' },
  ])('DEVICES-6 $rule the loss of $slot is a finding: $severity', ({ rule, slot, severity }) => {
    const outcome = restoreGuest(
      imageWith(ERA_B_KERNEL),
      aMachine({ devices: replaced(slot, OTHER_GUID) }),
      NO_VF,
    );
    const finding = outcome.findings.find((candidate) => candidate.slot === slot)!;
    expect({ rule: finding.rule, severity: finding.severity }).toEqual({ rule, severity });
    expect(finding.summary).toContain(`the new VM gave ${slot} the instance GUID ${OTHER_GUID}`);
    expect(outcome.severity).toBe(severity);
  });

  it('R56 ASSUME-4 names the crash that the loss of the OS disk controller ends in', () => {
    const outcome = restoreGuest(IMAGE, aMachine({ devices: replaced('scsi 0', OTHER_GUID) }), NO_VF);
    expect(outcome.findings[0]).toMatchObject({
      slot: 'scsi 0',
      consequence: 'The first I/O to the OS disk crashes the task that submits it, and the system with it.',
    });
  });

  it('R56 R47 a device without a driver is missed by era A alone, and nothing fails', () => {
    const outcomeOf = (kernelVersion: string) => {
      const profile = aProfile({ kernelVersion, kindsWithoutDriver: ['mouse'] });
      const machine = aMachine({ devices: azureDevices().filter(({ kind }) => kind !== 'mouse') });
      const { severity, tookMs, guest } = restoreGuest(imageOf(aGuest({ profile }), BEFORE), machine, NO_VF);
      return { severity, tookMs, errors: slotsWhere(guest, ({ resumeError }) => resumeError !== undefined) };
    };
    expect([ERA_A_KERNEL, ERA_B_KERNEL].map(outcomeOf)).toEqual([
      { severity: 'resumed-degraded', tookMs: 10_000, errors: [] },
      { severity: 'resumed', tookMs: 0, errors: [] },
    ]);
  });

  it('R23 R46 goes on with all other devices, and era A warns of the next hibernation', () => {
    const outcome = restoreGuest(IMAGE, aMachine({ devices: replaced('video 0', OTHER_GUID) }), NO_VF);
    expect(slotsWhere(outcome.guest, ({ resumeError }) => resumeError !== undefined)).toEqual(['video 0']);
    expect(outcome.steps[2]!.notes).toContain('video 0: failed to restore noirq: error -122');
    expect(outcome.findings.at(-1)).toMatchObject({ rule: 'R46', severity: 'resumed-degraded' });
  });

  it('R68 a DDA device with a new GUID is dead, and its successor a new device', () => {
    const machine = aMachine({ devices: azureDevices(aDda(0, 1)) });
    const image = imageWith(ERA_B_KERNEL, machine);
    const outcome = restoreGuest(image, aMachine({ devices: azureDevices(aDda(0, 2)) }), NO_VF);
    const functions = outcome.guest.channels.filter(({ slot }) => slot === 'dda 0').map(({ pci }) => pci);
    expect(functions).toEqual([
      { domain: 0x47a1, state: 'dead' },
      { domain: 0x47a2, state: 'operational' },
    ]);
    expect(outcome.findings.map(({ rule }) => rule)).toEqual(['R68', 'CONSIDER-4']);
  });

  it.each([
    {
      change: 'a NIC removed',
      devices: azureDevices().filter(({ kind }) => kind !== 'nic'),
      severity: 'resumed-degraded',
    },
    { change: 'a SCSI controller removed', devices: azureDevices().slice(1), severity: 'hung-or-undefined' },
    { change: 'a NIC added', devices: azureDevices(aNic(1)), severity: 'resumed' },
  ])('CONSIDER-3 with $change the resume is $severity', ({ devices, severity }) => {
    expect(restoreGuest(imageWith(ERA_B_KERNEL), aMachine({ devices }), NO_VF).severity).toBe(severity);
  });
});

describe('identity', () => {
  it('DEVICES-3 R49 R51 an instance GUID under another class is accepted, and undefined', () => {
    const swapped = azureDevices().map((device) =>
      device.kind === 'mouse' ? aDevice('keyboard', 1, device.instanceGuid) : device,
    );
    const outcome = restoreGuest(IMAGE, aMachine({ devices: swapped }), NO_VF);
    expect(outcome.report).toMatchObject({ matched: 12, unmatched: 0, added: 0 });
    expect(outcome.findings).toMatchObject([{ rule: 'R51', severity: 'hung-or-undefined', slot: 'mouse 0' }]);
    expect(outcome.guest.channels.find(({ slot }) => slot === 'mouse 0')).toMatchObject({
      isOpen: false,
      resumeError: -110,
    });
  });

  it('R62 a NIC with the same GUID and another MAC is a finding', () => {
    const devices = azureDevices().map((device) =>
      device.kind === 'nic' ? { ...device, mac: '000d3a999999' } : device,
    );
    const outcome = restoreGuest(IMAGE, aMachine({ devices }), NO_VF);
    expect(outcome.findings).toEqual([
      {
        rule: 'R62',
        severity: 'resumed-degraded',
        slot: 'nic 0',
        summary: "nic 0 keeps MAC 000d3a031646, but the new VM's NIC has 000d3a999999.",
        consequence: 'The host may drop frames that come from the old address.',
      },
    ]);
  });
});

describe('the machine around the image', () => {
  it.each([
    {
      case: 'an older processor',
      machine: { processorRank: 2, processorModel: 'Xeon 8272CL' },
      rule: 'CONSIDER-7',
    },
    {
      case: 'another vendor',
      machine: { processorVendor: 'AMD' as const, processorModel: 'EPYC 7763' },
      rule: 'CONSIDER-7',
    },
    { case: 'an older Hyper-V', machine: { hypervLevel: 1 }, rule: 'CONSIDER-7' },
  ])('CONSIDER-7 on $case the behaviour is undefined', ({ machine, rule }) => {
    const { severity, findings } = restoreGuest(IMAGE, aMachine(machine), NO_VF);
    expect({ severity, rules: findings.map((finding) => finding.rule) }).toEqual({
      severity: 'hung-or-undefined',
      rules: [rule],
    });
  });

  it('ASSUME-5 on a newer processor of the vendor it goes on', () => {
    const machine = aMachine({ processorRank: 4, processorModel: 'Xeon 8473C' });
    const { severity, findings } = restoreGuest(IMAGE, machine, NO_VF);
    expect({ severity, rules: findings.map(({ rule }) => rule) }).toEqual({
      severity: 'resumed',
      rules: ['ASSUME-5'],
    });
  });

  it.each([
    { vcpus: 2, severity: 'resumed-degraded', rules: ['R80'], now: 2 },
    { vcpus: 8, severity: 'resumed', rules: [], now: 4 },
  ])('R80 an image of 4 CPUs on $vcpus goes on with $now', ({ vcpus, severity, rules, now }) => {
    const outcome = restoreGuest(IMAGE, aMachine({ vcpus }), NO_VF);
    expect(outcome).toMatchObject({ severity, guest: { vcpus: now } });
    expect(outcome.findings.map(({ rule }) => rule)).toEqual(rules);
  });

  it('R14 R44 a host that refuses the protocol version leaves the guest hanging', () => {
    const outcome = restoreGuest(IMAGE, aMachine({ vmbusVersions: ['4.1', '5.2'] }), NO_VF);
    expect(outcome).toMatchObject({
      severity: 'hung-or-undefined',
      tookMs: 0,
      guest: { isConnected: false },
    });
    expect(outcome.findings.map(({ rule }) => rule)).toEqual(['R14']);
    expect(outcome.steps.map(({ name, outcome: end }) => [name, end])).toEqual([
      ['enter-image', 'done'],
      ['match-offers', 'failed'],
      ['reopen-channels', 'hung'],
      ['run-from-image', 'skipped'],
    ]);
    expect(slotsWhere(outcome.guest, ({ relid }) => relid !== null)).toEqual([]);
  });
});
