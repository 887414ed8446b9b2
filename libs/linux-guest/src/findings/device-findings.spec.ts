import { describe, expect, it } from 'vitest';
import { restoreGuest } from '../restore-guest.js';
import {
  aDda,
  aDevice,
  aGuest,
  aMachine,
  aNic,
  aProfile,
  azureDevices,
  channelIn,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOf,
  imageOfKernel,
  OTHER_GUID,
  slotsWhere,
  withNewGuid,
  without,
} from '../testing/guest-fixtures.js';

const BEFORE = aMachine();
const IMAGE = imageOf(aGuest(), BEFORE);
const NO_VF = { vfPresent: false };

describe('devices that do not come back', () => {
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
      imageOfKernel(ERA_B_KERNEL),
      aMachine({ devices: withNewGuid(slot) }),
      NO_VF,
    );
    const finding = outcome.findings.find((candidate) => candidate.slot === slot)!;
    expect({ rule: finding.rule, severity: finding.severity, phase: finding.phase }).toEqual({
      rule,
      severity,
      phase: 'R2r',
    });
    expect(finding.summary).toContain(`the new VM gave ${slot} the instance GUID ${OTHER_GUID}`);
    expect(outcome.severity).toBe(severity);
  });

  it('R56 ASSUME-4 names the crash that the loss of the OS disk controller ends in', () => {
    const outcome = restoreGuest(IMAGE, aMachine({ devices: withNewGuid('scsi 0') }), NO_VF);
    expect(outcome.findings[0]).toMatchObject({
      slot: 'scsi 0',
      consequence: 'The first I/O to the OS disk crashes the task that submits it, and the system with it.',
      later: [{ when: 'first-use', rule: 'R56' }],
      assumption: 'ASSUME-4',
    });
  });

  it('R56 R47 a device without a driver is missed by era A alone, and nothing fails', () => {
    const outcomeOf = (kernelVersion: string) => {
      const profile = aProfile({ kernelVersion, kindsWithoutDriver: ['mouse'] });
      const machine = aMachine({ devices: without('mouse 0') });
      const { severity, tookMs, guest, findings } = restoreGuest(
        imageOf(aGuest({ profile }), BEFORE),
        machine,
        NO_VF,
      );
      const errors = slotsWhere(guest, ({ resumeError }) => resumeError !== undefined);
      return { severity, tookMs, errors, rules: findings.map(({ rule }) => rule) };
    };
    expect([ERA_A_KERNEL, ERA_B_KERNEL].map(outcomeOf)).toEqual([
      { severity: 'resumed', tookMs: 10_000, errors: [], rules: ['R56', 'R46'] },
      { severity: 'resumed', tookMs: 0, errors: [], rules: ['R56'] },
    ]);
  });

  it('R56 missing-at-restore a device that only the fresh kernel had is as lost as one that nobody has', () => {
    const machine = aMachine({ faults: [{ kind: 'missing-at-restore', slot: 'scsi 0' }] });
    const { severity, findings, guest } = restoreGuest(imageOfKernel(ERA_B_KERNEL), machine, NO_VF);
    expect(severity).toBe('hung-or-undefined');
    expect(findings.map(({ rule, slot }) => [rule, slot])).toEqual([['R56', 'scsi 0']]);
    expect(channelIn(guest, 'scsi 0')).toMatchObject({ relid: null, resumeError: -122 });
  });

  it('R23 goes on with all other devices', () => {
    const outcome = restoreGuest(IMAGE, aMachine({ devices: withNewGuid('video 0') }), NO_VF);
    expect(slotsWhere(outcome.guest, ({ resumeError }) => resumeError !== undefined)).toEqual(['video 0']);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual(['video 0']);
    expect(outcome.steps[2]!.notes).toContain('video 0: failed to restore noirq: error -122');
  });

  it('R68 a DDA device with a new GUID is dead, and its successor a new device', () => {
    const image = imageOfKernel(ERA_B_KERNEL, aMachine({ devices: azureDevices(aDda(0, 1)) }));
    const outcome = restoreGuest(image, aMachine({ devices: azureDevices(aDda(0, 2)) }), NO_VF);
    const functions = outcome.guest.channels.filter(({ slot }) => slot === 'dda 0').map(({ pci }) => pci);
    expect(functions).toEqual([
      { domain: 0x47a1, state: 'dead' },
      { domain: 0x47a2, state: 'operational' },
    ]);
    expect(outcome.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['R68', 'resumed-degraded'],
      ['CONSIDER-4', 'resumed'],
    ]);
  });

  it('R56 R68 a DDA device that holds the root file system takes the system with it', () => {
    const machine = aMachine({ devices: azureDevices(aDda(0, 1)) });
    const profile = aProfile({ rootOnDda: true });
    const outcome = restoreGuest(imageOf(aGuest({ machine, profile }), machine), BEFORE, NO_VF);
    expect(outcome.severity).toBe('hung-or-undefined');
    expect(outcome.findings[0]).toMatchObject({
      rule: 'R68',
      slot: 'dda 0',
      severity: 'hung-or-undefined',
      consequence: 'The PCI function is dead, and the root file system or swap is on it: every access fails.',
    });
  });

  it.each([
    { change: 'a NIC removed', devices: without('nic 0'), severity: 'resumed-degraded' },
    { change: 'a SCSI controller removed', devices: without('scsi 0'), severity: 'hung-or-undefined' },
    { change: 'a NIC added', devices: azureDevices(aNic(1)), severity: 'resumed' },
  ])('CONSIDER-3 with $change the resume is $severity', ({ devices, severity }) => {
    expect(restoreGuest(imageOfKernel(ERA_B_KERNEL), aMachine({ devices }), NO_VF).severity).toBe(severity);
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
    expect(channelIn(outcome.guest, 'mouse 0')).toMatchObject({ isOpen: false, resumeError: -110 });
  });

  it('R62 a NIC with the same GUID and another MAC is a finding', () => {
    const devices = azureDevices().map((device) =>
      device.kind === 'nic' ? { ...device, mac: '000d3a999999' } : device,
    );
    const outcome = restoreGuest(IMAGE, aMachine({ devices }), NO_VF);
    expect(outcome.findings).toEqual([
      {
        rule: 'R62',
        phase: 'R2r',
        severity: 'resumed-degraded',
        slot: 'nic 0',
        summary: "nic 0 keeps MAC 000d3a031646, but the new VM's NIC has 000d3a999999.",
        consequence: 'The host may drop frames that come from the old address.',
      },
    ]);
    expect(channelIn(outcome.guest, 'nic 0').mac).toBe('000d3a031646');
  });
});
