import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { freezeFreshKernel } from './fresh-kernel.js';
import { aDda, aDeviceOf, aGuest, aMachine, aNic, aProfile, azureDevices } from './testing/guest-fixtures.js';

describe('the fresh kernel makes way', () => {
  it('RESUME-3 KVP-4 KVP-5 suspends devices and bus as in steps 2 and 3, KVP included', () => {
    expect(freezeFreshKernel(aGuest(), [])).toEqual({
      kind: 'frozen',
      notes: [
        'closing KVP made the host rescind it and offer it again: the device was removed and re-created',
        'closed 3 sub-channels, which the host rescinded; primary channels stay, closed',
        'unloaded the VMBus connection',
      ],
      log: [
        {
          atMs: 0,
          level: 'info',
          text: `hv_utils: the host rescinded KVP (${aDeviceOf('kvp').instanceGuid}) and offered it again`,
        },
      ],
      tookMs: 0,
    });
  });

  it('R22 a UIO device in the fresh kernel ends the resume before the jump', () => {
    const machine = aMachine({ devices: azureDevices(aNic(1)) });
    const guest = aGuest({ machine, profile: aProfile({ uioSlots: ['nic 1'] }) });
    expect(freezeFreshKernel(guest, [])).toEqual({
      kind: 'rejected',
      rule: 'UIO-2',
      phase: 'B5',
      errno: -95,
      symptom:
        'Some devices failed to power down, aborting resume: nic 1 is bound to uio_hv_generic, which has no suspend function',
      log: [
        `uio_hv_generic ${aNic(1).instanceGuid}: PM: failed to quiesce noirq: error -95`,
        'PM: hibernation: Some devices failed to power down, aborting resume',
        'PM: hibernation: resume failed (-95)',
      ].map((text) => ({ atMs: 0, level: 'error', text })),
      tookMs: 0,
    });
  });

  it.each<{ rule: string; fault: Fault; errno: number; tookMs: number; cause: string }>([
    {
      rule: 'R66',
      fault: { kind: 'vpci-initialising', slot: 'dda 0' },
      errno: -22,
      tookMs: 0,
      cause: 'the vPCI bus of dda 0 is not in its installed state yet',
    },
    {
      rule: 'R66',
      fault: { kind: 'vpci-d0-exit-unanswered', slot: 'dda 0' },
      errno: -110,
      tookMs: 10_000,
      cause: 'the host did not answer the D0 exit of dda 0 within 10 s',
    },
    {
      rule: 'R61',
      fault: { kind: 'nic-rings-not-draining', slot: 'nic 0' },
      errno: -110,
      tookMs: 10_000,
      cause: 'the rings of nic 0 did not run empty within 10 s',
    },
  ])('R22 $rule $fault.kind in the fresh kernel ends the resume before the jump', (expected) => {
    const { rule, fault, errno, tookMs, cause } = expected;
    const guest = aGuest({ machine: aMachine({ devices: azureDevices(aDda(0)) }) });
    expect(freezeFreshKernel(guest, [fault])).toMatchObject({
      kind: 'rejected',
      rule,
      phase: 'B5',
      errno,
      tookMs,
      symptom: `Some devices failed to power down, aborting resume: ${cause}`,
    });
  });

  it.each<{ rule: string; fault: Fault }>([
    { rule: 'R60', fault: { kind: 'disk-io-outstanding', slot: 'scsi 0' } },
    { rule: 'R29', fault: { kind: 'sub-channel-not-rescinded', slot: 'nic 0' } },
    { rule: 'R15', fault: { kind: 'unload-unanswered' } },
  ])('R22 $rule $fault.kind makes the fresh kernel wait for ever', ({ rule, fault }) => {
    expect(freezeFreshKernel(aGuest(), [fault])).toMatchObject({ kind: 'hung', rule, phase: 'B5' });
  });
});
