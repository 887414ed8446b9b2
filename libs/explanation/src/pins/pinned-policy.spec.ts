import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededIds, seedFrom } from '#libs/determinism';
import { assignInstanceGuids, FIXED_SINGLE_INSTANCES, parseGuidPolicy } from '#libs/guid-policy';
import { guid, slotName, VIRTUAL_DEVICE_KINDS, type DeviceSlot } from '#libs/vmbus';
import type { Pin } from './pin-list.js';
import { pinnedPolicy } from './pinned-policy.js';

const GUIDS = Array.from({ length: 8 }, (_, at) => guid(`${at}0000000-aaaa-4bbb-8ccc-dddddddddddd`));
const pinOf = (slot: string, needed: string): Pin => ({
  slot,
  property: 'instance-guid',
  needed,
  isMet: false,
  rule: 'MOVE-3',
});

describe('pinnedPolicy', () => {
  it('MOVE-13 pins by slot, leaves single devices fixed, and keeps VFs that the image holds', () => {
    const mac: Pin = { ...pinOf('nic 0', '00-22-48-00-00-01'), property: 'mac-address', rule: 'R62' };
    const pins = [pinOf('scsi 0', GUIDS[0]!), pinOf('nic 0', GUIDS[1]!), mac, pinOf('vf 1', GUIDS[2]!)];
    expect(pinnedPolicy('mine', pins)).toEqual({
      name: 'mine',
      description: 'Instance GUIDs pinned for one VM: scsi 0, nic 0, vf 1',
      devices: {
        ...FIXED_SINGLE_INSTANCES,
        scsi: { kind: 'pinned', guids: [GUIDS[0]], beyond: 'keep' },
        nic: { kind: 'pinned', guids: [GUIDS[1]], beyond: 'keep' },
        vf: {
          kind: 'pinned',
          // VF 0 does not exist, but a list has no gaps.
          guids: ['00000000-0000-4000-8002-000000000000', GUIDS[2]],
          beyond: 'keep',
        },
        dda: { kind: 'keep' },
      },
      removeVfsBeforeHibernation: false,
      dda: { hibernation: 'allow', exceptSizes: [] },
    });
  });

  it('MOVE-9 takes VFs away where none is pinned, and a single device is pinned only once', () => {
    const pins = [pinOf('keyboard 0', GUIDS[0]!), pinOf('keyboard 1', GUIDS[1]!)];
    const { devices, removeVfsBeforeHibernation, description } = pinnedPolicy('mine', pins);
    expect([devices.keyboard, devices.vf, removeVfsBeforeHibernation, description]).toEqual([
      { kind: 'pinned', guids: [GUIDS[0]], beyond: 'keep' },
      { kind: 'keep' },
      true,
      'Instance GUIDs pinned for one VM: keyboard 0',
    ]);
  });

  it('MOVE-13 TORPOR-15 is always a valid policy, and gives each slot what its pin asks for', () => {
    const seed = 20_241_122;
    const slots = fc.uniqueArray(
      fc.record({ kind: fc.constantFrom(...VIRTUAL_DEVICE_KINDS), index: fc.nat({ max: 3 }) }),
      { selector: (slot) => slotName(slot), maxLength: GUIDS.length },
    );
    fc.assert(
      fc.property(slots, (drawn) => {
        const pinned = drawn.filter(
          ({ kind, index }) => ['scsi', 'nic', 'vf', 'dda'].includes(kind) || index === 0,
        );
        const pins = pinned.map((slot, at) => pinOf(slotName(slot), GUIDS[at]!));
        const policy = pinnedPolicy('mine', pins);
        expect(parseGuidPolicy(policy)).toEqual({ kind: 'valid', policy });
        const wanted: readonly DeviceSlot[] = pinned.map((slot) => ({ ...slot, mac: '002248000001' }));
        const { devices } = assignInstanceGuids(policy, wanted, {}, new SeededIds(seedFrom('any')));
        expect(devices.map(({ instanceGuid }) => instanceGuid)).toEqual(pins.map(({ needed }) => needed));
      }),
      { seed },
    );
  });
});
