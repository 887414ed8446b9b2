import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededIds } from '#libs/determinism';
import { classOfKind, slotName, type DeviceSlot, type VirtualDevice } from '#libs/vmbus';
import { assignInstanceGuids } from './assign-instance-guids.js';
import { BUILT_IN_POLICIES } from './built-in-policies.js';
import { deviceSlotsOf } from './device-slots.js';
import type { GuidPolicy } from './policy.js';

// fast-check prints the seed with every counterexample.
const SEED = 20_250_113;

const KEEPING: GuidPolicy = {
  ...BUILT_IN_POLICIES['local-hyperv'],
  name: 'keeping',
  devices: { ...BUILT_IN_POLICIES['local-hyperv'].devices, scsi: { kind: 'keep' }, nic: { kind: 'keep' } },
};
const anyPolicy = fc.constantFrom<GuidPolicy[]>(...Object.values(BUILT_IN_POLICIES), KEEPING);
const anySlots = fc
  .record({
    scsiControllers: fc.integer({ min: 0, max: 4 }),
    accelerated: fc.array(fc.boolean(), { maxLength: 8 }),
    dda: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ scsiControllers, accelerated, dda }): readonly DeviceSlot[] =>
    deviceSlotsOf({
      scsiControllers,
      nics: accelerated.map((isOn, at) => ({ mac: `000d3a0316${40 + at}`, accelerated: isOn })),
      dda,
    }),
  );
const anySeed = fc.integer({ min: 0, max: 0xffffffff });

const bySlot = (devices: readonly VirtualDevice[]): VirtualDevice[] =>
  [...devices].sort((a, b) => (slotName(a) < slotName(b) ? -1 : 1));

describe('assignInstanceGuids', () => {
  it('is the same for the same seed, however the slots are listed', () => {
    fc.assert(
      fc.property(anyPolicy, anySlots, anySeed, fc.func(fc.integer()), (policy, slots, seed, key) => {
        const shuffled = [...slots].sort((a, b) => key(slotName(a)) - key(slotName(b)));
        const straight = assignInstanceGuids(policy, slots, {}, new SeededIds(seed));
        const mixed = assignInstanceGuids(policy, shuffled, {}, new SeededIds(seed));
        expect(bySlot(mixed.devices)).toEqual(bySlot(straight.devices));
        expect(mixed.kept).toEqual(straight.kept);
      }),
      { seed: SEED },
    );
  });

  it('R52 gives every slot one device of its class, and no GUID twice', () => {
    fc.assert(
      fc.property(anyPolicy, anySlots, anySeed, (policy, slots, seed) => {
        const { devices } = assignInstanceGuids(policy, slots, {}, new SeededIds(seed));
        expect(devices).toEqual(
          slots.map((slot, at) => ({
            ...slot,
            classGuid: classOfKind(slot.kind).classGuid,
            instanceGuid: devices[at]!.instanceGuid,
          })),
        );
        expect(new Set(devices.map((device) => device.instanceGuid)).size).toBe(slots.length);
      }),
      { seed: SEED },
    );
  });

  it('keeps a GUID once drawn through any number of moves', () => {
    fc.assert(
      fc.property(anySlots, fc.array(anySeed, { minLength: 1, maxLength: 5 }), (slots, seeds) => {
        const first = assignInstanceGuids(KEEPING, slots, {}, new SeededIds(1));
        const keptDevices = (devices: readonly VirtualDevice[]): VirtualDevice[] =>
          devices.filter((device) => device.kind === 'scsi' || device.kind === 'nic');
        let { kept } = first;
        for (const seed of seeds) {
          const moved = assignInstanceGuids(KEEPING, slots, kept, new SeededIds(seed));
          expect(keptDevices(moved.devices)).toEqual(keptDevices(first.devices));
          kept = moved.kept;
        }
        expect(kept).toEqual(first.kept);
      }),
      { seed: SEED },
    );
  });
});
