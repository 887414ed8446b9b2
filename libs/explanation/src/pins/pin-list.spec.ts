import { describe, expect, it } from 'vitest';
import { classOfKind, guid } from '#libs/vmbus';
import { pinList, type NeededDevice, type Pin, type PresentDevice } from './pin-list.js';

const OLD = guid('11111111-1111-4111-8111-111111111111');
const NEW = guid('22222222-2222-4222-8222-222222222222');
const KEYBOARD = classOfKind('keyboard').fixedInstanceGuid!;

const guidPin = (slot: string, rule: Pin['rule'], change: Partial<Pin> = {}): Pin => ({
  slot,
  property: 'instance-guid',
  now: NEW,
  needed: OLD,
  isMet: false,
  rule,
  ...change,
});

interface Case {
  readonly what: string;
  readonly needed: NeededDevice;
  readonly present: readonly PresentDevice[];
  readonly pins: readonly Pin[];
}

const CASES: readonly Case[] = [
  {
    what: 'MOVE-5 a SCSI controller that has another GUID',
    needed: { slot: 'scsi 1', instanceGuid: OLD },
    present: [{ slot: 'scsi 1', instanceGuid: NEW }],
    pins: [guidPin('scsi 1', 'MOVE-5')],
  },
  {
    what: 'MOVE-6 R62 a NIC, by its GUID and by its MAC',
    needed: { slot: 'nic 0', instanceGuid: OLD, mac: '0022480000ff' },
    present: [{ slot: 'nic 0', instanceGuid: OLD, mac: '002248000001' }],
    pins: [
      guidPin('nic 0', 'MOVE-6', { now: OLD, isMet: true }),
      {
        slot: 'nic 0',
        property: 'mac-address',
        now: '00-22-48-00-00-01',
        needed: '00-22-48-00-00-FF',
        isMet: false,
        rule: 'R62',
      },
    ],
  },
  {
    what: 'MOVE-7 a VF, whose MAC is that of its NIC',
    needed: { slot: 'vf 0', instanceGuid: OLD, mac: '0022480000ff' },
    present: [{ slot: 'vf 0', instanceGuid: NEW, mac: '002248000001' }],
    pins: [guidPin('vf 0', 'MOVE-7')],
  },
  {
    what: 'MOVE-3 a device whose GUID is drawn anew every time',
    needed: { slot: 'dda 0', instanceGuid: OLD },
    present: [{ slot: 'dda 0' }],
    pins: [{ slot: 'dda 0', property: 'instance-guid', needed: OLD, isMet: false, rule: 'MOVE-7' }],
  },
  {
    what: 'a device that is not there',
    needed: { slot: 'scsi 0', instanceGuid: OLD },
    present: [],
    pins: [{ slot: 'scsi 0', property: 'instance-guid', needed: OLD, isMet: false, rule: 'MOVE-5' }],
  },
  {
    what: 'MOVE-4 no device that is the same everywhere',
    needed: { slot: 'keyboard 0', instanceGuid: KEYBOARD },
    present: [{ slot: 'keyboard 0', instanceGuid: KEYBOARD }],
    pins: [],
  },
  {
    what: 'MOVE-4 a device that should be the same everywhere, and is not',
    needed: { slot: 'keyboard 0', instanceGuid: KEYBOARD },
    present: [{ slot: 'keyboard 0', instanceGuid: NEW }],
    pins: [guidPin('keyboard 0', 'MOVE-4', { needed: KEYBOARD })],
  },
  {
    what: 'nothing about a disk',
    needed: { slot: 'os disk', instanceGuid: OLD },
    present: [],
    pins: [],
  },
];

describe('pinList', () => {
  it.each(CASES)('MOVE-13 lists $what', ({ needed, present, pins }) => {
    expect(pinList({ needed: [needed], present })).toEqual(pins);
  });
});
