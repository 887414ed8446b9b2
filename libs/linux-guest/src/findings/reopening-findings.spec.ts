import { describe, expect, it } from 'vitest';
import type { Fault } from '../faults/fault.js';
import { restoreGuest } from '../restore-guest.js';
import { runHibernation } from '../run-hibernation.js';
import {
  aDda,
  aMachine,
  azureDevices,
  channelIn,
  ERA_B_KERNEL,
  imageOfKernel,
  slotsWhere,
} from '../testing/guest-fixtures.js';

const DEVICES = azureDevices(aDda(0));

function resumed(faults: readonly Fault[], vcpus = 8) {
  const image = imageOfKernel(ERA_B_KERNEL, aMachine({ vcpus, devices: DEVICES }));
  const machine = aMachine({ vcpus, devices: DEVICES, faults });
  return { ...restoreGuest(image, machine, { vfPresent: false }), machine };
}

describe('a driver that gives up on a device that was offered', () => {
  it.each([
    { rule: 'R60', slot: 'scsi 0', errno: -110, tookMs: 180_000, severity: 'hung-or-undefined' },
    { rule: 'R60', slot: 'scsi 1', errno: -110, tookMs: 180_000, severity: 'resumed-degraded' },
    { rule: 'R71', slot: 'balloon 0', errno: -110, tookMs: 5_000, severity: 'resumed-degraded' },
    { rule: 'R72', slot: 'keyboard 0', errno: -110, tookMs: 10_000, severity: 'resumed-degraded' },
    { rule: 'R72', slot: 'mouse 0', errno: -110, tookMs: 5_000, severity: 'resumed-degraded' },
    { rule: 'R72', slot: 'video 0', errno: -110, tookMs: 10_000, severity: 'resumed-degraded' },
  ])(
    '$rule $slot: $errno after $tookMs ms, and the rest of the resume goes on',
    ({ rule, slot, errno, tookMs, severity }) => {
      const outcome = resumed([{ kind: 'vsp-silent', slot }]);
      expect(outcome).toMatchObject({ severity, tookMs });
      expect(outcome.findings).toMatchObject([
        {
          rule,
          phase: 'R2r',
          severity,
          slot,
          summary: `${slot} was offered, but its driver gave up with error ${errno}.`,
        },
      ]);
      expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual([slot]);
      expect(channelIn(outcome.guest, slot).relid).not.toBeNull();
      expect(outcome.steps[2]!.log.filter(({ level }) => level === 'error').map(({ atMs }) => atMs)).toEqual([
        tookMs,
      ]);
    },
  );

  it('R67 a vPCI bus whose protocol is refused: -EPROTO at once, and no further hibernation', () => {
    const outcome = resumed([{ kind: 'vpci-version-refused', slot: 'dda 0' }]);
    expect(outcome).toMatchObject({ severity: 'resumed-degraded', tookMs: 0 });
    expect(outcome.findings).toEqual([
      {
        rule: 'R67',
        phase: 'R2r',
        severity: 'resumed-degraded',
        slot: 'dda 0',
        summary: 'dda 0 was offered, but its driver gave up with error -71.',
        consequence: 'The PCI function is dead: a disk on it gives I/O errors, a GPU driver fails.',
        later: [{ when: 'next-hibernation', rule: 'R66', what: 'hv_pci refuses it with -EINVAL.' }],
        assumption: 'ASSUME-7',
      },
    ]);
    expect(runHibernation(outcome.guest, outcome.machine, { initiatedBy: 'self' })).toMatchObject({
      kind: 'aborted',
      rule: 'R66',
      errno: -22,
    });
  });

  it.each([
    {
      rule: 'R62',
      slot: 'nic 0',
      summary: 'nic 0 waits without limit for an NVSP answer that the host does not send.',
    },
    {
      rule: 'R67',
      slot: 'dda 0',
      summary: 'dda 0 waits without limit for a vPCI answer that the host does not send.',
    },
  ])('$rule $slot is waited for without limit', ({ rule, slot, summary }) => {
    const outcome = resumed([{ kind: 'vsp-silent', slot }]);
    expect(outcome.severity).toBe('hung-or-undefined');
    expect(outcome.findings).toMatchObject([
      { rule, phase: 'R2r', severity: 'hung-or-undefined', slot, summary },
    ]);
  });

  it.each(['shutdown 0', 'heartbeat 0', 'kvp 0', 'vss 0'])('R70 %s waits for nothing and is open', (slot) => {
    const { severity, findings, guest } = resumed([{ kind: 'vsp-silent', slot }]);
    expect({ severity, findings, isOpen: channelIn(guest, slot).isOpen }).toEqual({
      severity: 'resumed',
      findings: [],
      isOpen: true,
    });
  });
});

describe('a vPCI device behind which another function sits', () => {
  it('R67 has an open bus, and a function that is dead', () => {
    const { severity, findings, guest, machine } = resumed([
      { kind: 'vpci-function-changed', slot: 'dda 0' },
    ]);
    expect(severity).toBe('resumed-degraded');
    expect(findings).toEqual([
      {
        rule: 'R67',
        phase: 'R2r',
        severity: 'resumed-degraded',
        slot: 'dda 0',
        summary: 'Another PCI function sits behind dda 0 than before.',
        consequence: 'The old function is dead; the new one is not looked for before the next rescan.',
      },
    ]);
    expect(channelIn(guest, 'dda 0')).toMatchObject({ isOpen: true, pci: { state: 'dead' } });
    expect(runHibernation(guest, machine, { initiatedBy: 'self' }).kind).toBe('reached-s4');
  });

  it('R67 says nothing of a device that has no PCI side', () => {
    expect(resumed([{ kind: 'vpci-function-changed', slot: 'nic 0' }]).findings).toEqual([]);
  });
});

describe('a host that grants no sub-channels', () => {
  it.each(['nic 0', 'scsi 0'])('R9 makes %s slower, and no worse', (slot) => {
    const { severity, findings, guest } = resumed([{ kind: 'sub-channels-withheld', slot }]);
    expect(severity).toBe('resumed');
    expect(findings).toEqual([
      {
        rule: 'R9',
        phase: 'R2r',
        severity: 'resumed',
        slot,
        summary: `${slot} got no sub-channel.`,
        consequence: 'All its requests go through one queue: it is slower, and nothing is lost.',
      },
    ]);
    expect(channelIn(guest, slot)).toMatchObject({ isOpen: true, subChannelRelids: [] });
  });

  it.each([
    { slot: 'keyboard 0', vcpus: 8 },
    { slot: 'scsi 0', vcpus: 4 },
    { slot: 'nic 0', vcpus: 1 },
  ])('R9 makes no difference to $slot with $vcpus vCPUs, which asks for none', ({ slot, vcpus }) => {
    expect(resumed([{ kind: 'sub-channels-withheld', slot }], vcpus).findings).toEqual([]);
  });
});
