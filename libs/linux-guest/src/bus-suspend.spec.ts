import { describe, expect, it } from 'vitest';
import { suspendBus } from './bus-suspend.js';
import { suspendDevices } from './device-suspend.js';
import type { Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import { KernelLog } from './kernel-log.js';
import { restoreGuest } from './restore-guest.js';
import {
  aDeviceOf,
  aGuest,
  aMachine,
  channelIn,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOfKernel,
  slotsWhere,
  without,
} from './testing/guest-fixtures.js';

/** Devices first, then the bus, as in a freeze. */
function suspended(guest: RunningGuest, faults: readonly Fault[] = []) {
  const log = new KernelLog();
  const devices = suspendDevices(guest, { verb: 'freeze', faults, log: new KernelLog() });
  const result = suspendBus(devices.guest, { faults, log });
  return { result, before: devices.guest, log: log.lines, tookMs: log.nowMs };
}

function resumedWithout(slot: string, kernelVersion: string): RunningGuest {
  const machine = aMachine({ devices: without(slot) });
  return restoreGuest(imageOfKernel(kernelVersion), machine, { vfPresent: false }).guest;
}

describe('unloading the connection', () => {
  it('R28 R30 forgets every relid, and goes on ignoring offers', () => {
    const { result, before, tookMs, log } = suspended(aGuest());
    expect(result).toEqual({
      kind: 'suspended',
      guest: {
        ...before,
        channels: before.channels.map((channel) => ({ ...channel, relid: null })),
        isConnected: false,
        ignoresOffers: true,
      },
      notes: ['unloaded the VMBus connection'],
    });
    expect({ tookMs, log }).toEqual({ tookMs: 0, log: [] });
  });

  it('R15 takes as long as the host needs to flush', () => {
    const { result, tookMs } = suspended(aGuest(), [{ kind: 'unload-latency-ms', value: 50_000 }]);
    expect({ kind: result.kind, tookMs }).toEqual({ kind: 'suspended', tookMs: 50_000 });
  });

  it('R15 never ends where the host does not answer', () => {
    expect(suspended(aGuest(), [{ kind: 'unload-unanswered' }]).result).toEqual({
      kind: 'hung',
      rule: 'R15',
      symptom: 'the bus waits without limit for the answer to UNLOAD',
    });
  });
});

describe('sub-channels that were closed', () => {
  it('R28 R29 must be rescinded by the host, or the bus waits for ever', () => {
    expect(suspended(aGuest(), [{ kind: 'sub-channel-not-rescinded', slot: 'nic 0' }]).result).toEqual({
      kind: 'hung',
      rule: 'R29',
      symptom: 'the bus waits without limit for the host to rescind a closed sub-channel of nic 0',
    });
  });

  it('R29 does not concern a device that had none', () => {
    const { result } = suspended(aGuest(), [{ kind: 'sub-channel-not-rescinded', slot: 'scsi 0' }]);
    expect(channelIn(aGuest(), 'scsi 0').subChannelRelids).toEqual([]);
    expect(result.kind).toBe('suspended');
  });
});

describe('a channel without a relid from an earlier resume', () => {
  const keyboard = aDeviceOf('keyboard').instanceGuid;

  it('R31 trips a warning in era B and nothing else', () => {
    const guest = resumedWithout('keyboard 0', ERA_B_KERNEL);
    expect(slotsWhere(guest, ({ relid }) => relid === null)).toEqual(['keyboard 0']);
    const { result, log } = suspended(guest);
    expect(result).toMatchObject({ kind: 'suspended', guest: { channelsMissingAfterResume: 0 } });
    expect(log).toEqual([
      {
        atMs: 0,
        level: 'warning',
        text: `WARNING: vmbus_channel_unmap_relid: channel ${keyboard} has no relid to unmap`,
      },
    ]);
  });

  it('R46 R31 makes era A refuse before it comes to that', () => {
    const { result, log, before } = suspended(resumedWithout('keyboard 0', ERA_A_KERNEL));
    const symptom = 'Can not suspend due to a previous failed resuming';
    expect(result).toEqual({
      kind: 'refused',
      guest: { ...before, ignoresOffers: true },
      errno: -16,
      symptom,
    });
    expect(log).toEqual([{ atMs: 0, level: 'error', text: `hv_vmbus: ${symptom}` }]);
  });
});
