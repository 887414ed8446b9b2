import { describe, expect, it } from 'vitest';
import { slotName } from '#libs/vmbus';
import { deviceSlotsOf } from './device-slots.js';

const ONE_EACH = [
  { kind: 'shutdown', index: 0 },
  { kind: 'timesync', index: 0 },
  { kind: 'heartbeat', index: 0 },
  { kind: 'kvp', index: 0 },
  { kind: 'vss', index: 0 },
  { kind: 'balloon', index: 0 },
  { kind: 'fcopy', index: 0 },
  { kind: 'keyboard', index: 0 },
  { kind: 'mouse', index: 0 },
  { kind: 'video', index: 0 },
];

describe('deviceSlotsOf', () => {
  it('lists controllers, NICs, VFs of accelerated NICs, DDA devices and one of each single-instance device', () => {
    const slots = deviceSlotsOf({
      scsiControllers: 2,
      nics: [
        { mac: '00-0D-3A-03-16-46', accelerated: false },
        { mac: '000d3a031647', accelerated: true },
      ],
      dda: 1,
    });
    expect(slots).toEqual([
      { kind: 'scsi', index: 0 },
      { kind: 'scsi', index: 1 },
      { kind: 'nic', index: 0, mac: '000d3a031646' },
      { kind: 'nic', index: 1, mac: '000d3a031647' },
      { kind: 'vf', index: 1, mac: '000d3a031647' },
      { kind: 'dda', index: 0 },
      ...ONE_EACH,
    ]);
  });

  it('leaves out the single-instance devices that the VM is configured without', () => {
    const slots = deviceSlotsOf({ scsiControllers: 0, nics: [], dda: 0, without: ['fcopy', 'vss'] });
    expect(slots.map(slotName)).toEqual(
      ONE_EACH.filter((slot) => slot.kind !== 'fcopy' && slot.kind !== 'vss').map((slot) => `${slot.kind} 0`),
    );
  });

  it.each([
    [{ scsiControllers: -1, nics: [], dda: 0 }, new RangeError('a VM cannot have -1 scsi devices')],
    [{ scsiControllers: 1, nics: [], dda: 0.5 }, new RangeError('a VM cannot have 0.5 dda devices')],
    [
      { scsiControllers: 1, nics: [{ mac: 'none', accelerated: false }], dda: 0 },
      new TypeError('nic 0: not a MAC address: "none"'),
    ],
  ])('refuses %j', (configuration, error) => {
    expect(() => deviceSlotsOf(configuration)).toThrow(error);
  });
});
