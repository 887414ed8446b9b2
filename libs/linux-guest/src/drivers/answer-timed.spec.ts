import { describe, expect, it } from 'vitest';
import {
  aDeviceOf,
  aDriverContext,
  aGuest,
  aMachine,
  azureDevices,
  channelIn,
} from '../testing/guest-fixtures.js';
import { driverNamed } from './drivers.js';

const GUEST = aGuest({ machine: aMachine({ devices: azureDevices(aDeviceOf('fcopy')) }) });

describe('drivers that wait for one answer', () => {
  it.each([
    { rule: 'R71', driver: 'hv_balloon', slot: 'balloon 0', seconds: 5 },
    { rule: 'R72', driver: 'hyperv_keyboard', slot: 'keyboard 0', seconds: 10 },
    { rule: 'R72', driver: 'hid_hyperv', slot: 'mouse 0', seconds: 5 },
    { rule: 'R72', driver: 'hyperv_drm', slot: 'video 0', seconds: 10 },
    { rule: 'R72', driver: 'hyperv_fb', slot: 'video 0', seconds: 10 },
  ])(
    '$rule $driver gives the host $seconds s, then fails with -ETIMEDOUT',
    ({ rule, driver, slot, seconds }) => {
      const context = aDriverContext([{ kind: 'vsp-silent', slot }]);
      const channel = channelIn(GUEST, slot);
      expect(driverNamed(driver).resume(channel, context)).toEqual({
        kind: 'error',
        rule,
        errno: -110,
        symptom: `the host did not answer within ${seconds} s`,
      });
      expect(context.log.nowMs).toBe(seconds * 1_000);
    },
  );

  it.each(['shutdown 0', 'heartbeat 0', 'timesync 0', 'vss 0'])(
    'R70 hv_utils waits for no answer about %s',
    (slot) => {
      const context = aDriverContext([{ kind: 'vsp-silent', slot }]);
      const channel = channelIn(GUEST, slot);
      expect(channel.driver).toBe('hv_utils');
      expect(driverNamed('hv_utils').resume(channel, context)).toEqual({ kind: 'done' });
      expect(context.log.nowMs).toBe(0);
    },
  );

  it.each(['hv_balloon', 'hyperv_keyboard', 'hid_hyperv', 'hyperv_drm', 'hyperv_fb', 'hv_utils'])(
    'R56 %s suspends even where its last resume failed',
    (driver) => {
      const channel = { ...channelIn(GUEST, 'balloon 0'), resumeError: -122 };
      expect(driverNamed(driver).suspend(channel, aDriverContext())).toEqual({ kind: 'done' });
    },
  );
});

describe('the table of drivers', () => {
  it('R1 has every driver that a device of an Azure VM is bound to', () => {
    const bound = new Set(GUEST.channels.flatMap(({ driver }) => (driver === undefined ? [] : [driver])));
    expect([...bound].map((name) => driverNamed(name).name).sort()).toEqual([...bound].sort());
  });

  it('throws for a driver that is not in the tree', () => {
    expect(() => driverNamed('hv_nd')).toThrow(new Error('no driver hv_nd'));
  });
});
