import { describe, expect, it } from 'vitest';
import { SeededIds } from '#libs/determinism';
import { classOfKind, guid, hostOffers, slotName, type DeviceSlot, type Guid } from '#libs/vmbus';
import { assignInstanceGuids, type AssignedDevices } from './assign-instance-guids.js';
import { BUILT_IN_POLICIES } from './built-in-policies.js';
import { deviceSlotsOf } from './device-slots.js';
import { SINGLE_INSTANCE_KINDS } from './fixed-single-instances.js';
import type { GuidAssignment, GuidPolicy, KeptGuids } from './policy.js';

const { azure, none } = BUILT_IN_POLICIES;
const local = BUILT_IN_POLICIES['local-hyperv'];

const SLOTS = deviceSlotsOf({
  scsiControllers: 2,
  nics: [
    { mac: '000d3a031646', accelerated: true },
    { mac: '000d3a031647', accelerated: true },
  ],
  dda: 1,
});

/** Two Hyper-V VMs created for one customer VM, one after the other. */
function createdTwice(
  policy: GuidPolicy,
  slots: readonly DeviceSlot[] = SLOTS,
): [AssignedDevices, AssignedDevices] {
  const ids = new SeededIds(7);
  const first = assignInstanceGuids(policy, slots, {}, ids);
  return [first, assignInstanceGuids(policy, slots, first.kept, ids)];
}

/** Names of the slots whose GUID the second VM repeats, and of those where it differs. */
function compared(policy: GuidPolicy): {
  readonly same: readonly string[];
  readonly differs: readonly string[];
} {
  const [first, second] = createdTwice(policy);
  const isSame = (at: number): boolean =>
    first.devices[at]!.instanceGuid === second.devices[at]!.instanceGuid;
  return {
    same: SLOTS.filter((_, at) => isSame(at)).map(slotName),
    differs: SLOTS.filter((_, at) => !isSame(at)).map(slotName),
  };
}

function guidsBySlot(assigned: AssignedDevices): Readonly<Record<string, Guid>> {
  return Object.fromEntries(assigned.devices.map((device) => [slotName(device), device.instanceGuid]));
}

function withDevice(kind: 'scsi' | 'nic' | 'kvp', assignment: GuidAssignment): GuidPolicy {
  return { ...local, devices: { ...local.devices, [kind]: assignment } };
}

const SINGLE_SLOTS = SINGLE_INSTANCE_KINDS.map((kind) => `${kind} 0`);

describe('assignInstanceGuids', () => {
  it('MOVE-3 a local Hyper-V VM created anew has other instance GUIDs for all devices but single-instance ones', () => {
    expect(compared(local)).toEqual({
      same: SINGLE_SLOTS,
      differs: ['scsi 0', 'scsi 1', 'nic 0', 'nic 1', 'vf 0', 'vf 1', 'dda 0'],
    });
  });

  it.each(['azure', 'local-hyperv'] as const)(
    'MOVE-4 single-instance devices have their well-known GUIDs under policy %s',
    (name) => {
      const [, second] = createdTwice(BUILT_IN_POLICIES[name]);
      const given = guidsBySlot(second);
      expect(SINGLE_INSTANCE_KINDS.map((kind) => given[`${kind} 0`])).toEqual(
        SINGLE_INSTANCE_KINDS.map((kind) => classOfKind(kind).fixedInstanceGuid),
      );
    },
  );

  it('MOVE-5 the two SCSI controllers of an Azure VM have the two fixed GUIDs', () => {
    const [, second] = createdTwice(azure);
    const { 'scsi 0': os, 'scsi 1': data } = guidsBySlot(second);
    expect([os, data]).toEqual([
      'f8b3781a-1e82-4818-a1c3-63d806ec15bb',
      'f8b3781b-1e82-4818-a1c3-63d806ec15bb',
    ]);
  });

  it('MOVE-6 a NIC of an Azure VM keeps the GUID that its MAC gives', () => {
    const [first, second] = createdTwice(azure);
    expect([guidsBySlot(first)['nic 0'], guidsBySlot(second)['nic 0']]).toEqual([
      '000d3a03-1646-000d-3a03-1646000d3a03',
      '000d3a03-1646-000d-3a03-1646000d3a03',
    ]);
  });

  it('MOVE-7 vPCI devices of an Azure VM get new GUIDs on a new VM, and they alone', () => {
    expect(compared(azure)).toEqual({
      same: ['scsi 0', 'scsi 1', 'nic 0', 'nic 1', ...SINGLE_SLOTS],
      differs: ['vf 0', 'vf 1', 'dda 0'],
    });
  });

  it('MOVE-13 custom scripting on local Hyper-V can keep what Azure pins', () => {
    const keep: GuidAssignment = { kind: 'keep' };
    const scripted: GuidPolicy = { ...local, devices: { ...local.devices, scsi: keep, nic: keep } };
    expect(compared(scripted)).toEqual(compared(azure));
    const [first, second] = createdTwice(scripted);
    expect(second.kept).toEqual(first.kept);
    expect(Object.keys(first.kept)).toEqual(['scsi 0', 'scsi 1', 'nic 0', 'nic 1']);
  });

  it('VPCI-3 a DDA device keeps its GUID on every connection of one VM, and loses it with the VM', () => {
    const [first, second] = createdTwice(azure, [{ kind: 'dda', index: 0 }]);
    const offered = ({ devices }: AssignedDevices, firstRelid: number): readonly Guid[] =>
      hostOffers(devices, { firstRelid, withVfs: true }).map((offer) => offer.instanceGuid);
    expect(offered(first, 9)).toEqual(offered(first, 1));
    expect(offered(second, 1)).not.toEqual(offered(first, 1));
  });

  it('without any pinning nothing is the same on a new VM', () => {
    expect(compared(none)).toEqual({ same: [], differs: SLOTS.map(slotName) });
  });

  it('keeps what was kept for slots that this VM does not have now', () => {
    const kept: KeptGuids = { 'nic 5': guid('11111111-0000-4000-8000-000000000001') };
    const scripted = withDevice('scsi', { kind: 'keep' });
    const assigned = assignInstanceGuids(scripted, [{ kind: 'scsi', index: 0 }], kept, new SeededIds(1));
    expect(assigned.kept).toEqual({ ...kept, 'scsi 0': assigned.devices[0]!.instanceGuid });
  });

  it.each(['fresh', 'keep'] as const)('gives a slot past the pinned GUIDs a %s one', (beyond) => {
    const pinned = guid('11111111-0000-4000-8000-000000000001');
    const policy = withDevice('scsi', { kind: 'pinned', guids: [pinned], beyond });
    const slots = deviceSlotsOf({ scsiControllers: 2, nics: [], dda: 0 });
    const [first, second] = createdTwice(policy, slots).map(guidsBySlot);
    expect([first!['scsi 0'], second!['scsi 0']]).toEqual([pinned, pinned]);
    expect(first!['scsi 1'] === second!['scsi 1']).toBe(beyond === 'keep');
  });

  it('draws again when a drawn GUID is in use in this VM already', () => {
    const taken = 'f8b3781a-1e82-4818-a1c3-63d806ec15bb';
    const free = '11111111-0000-4000-8000-000000000001';
    const draws = [taken, free];
    const ids = { nextGuid: () => draws.shift()! };
    const slots: readonly DeviceSlot[] = [
      { kind: 'scsi', index: 0 },
      { kind: 'dda', index: 0 },
    ];
    expect(guidsBySlot(assignInstanceGuids(azure, slots, {}, ids))).toEqual({
      'scsi 0': taken,
      'dda 0': free,
    });
  });

  it.each<[string, GuidPolicy, readonly DeviceSlot[], string]>([
    [
      'a slot twice',
      azure,
      [
        { kind: 'scsi', index: 0 },
        { kind: 'scsi', index: 0 },
      ],
      'slot scsi 0 twice',
    ],
    [
      'two NICs with one MAC',
      azure,
      [
        { kind: 'nic', index: 0, mac: '000d3a031646' },
        { kind: 'nic', index: 1, mac: '000d3a031646' },
      ],
      'nic 0 and nic 1 would both be 000d3a03-1646-000d-3a03-1646000d3a03',
    ],
    ['a NIC without a MAC', azure, [{ kind: 'nic', index: 0 }], 'nic 0 has no MAC to derive a GUID from'],
    [
      'a kind without a well-known GUID',
      withDevice('scsi', { kind: 'fixed' }),
      [{ kind: 'scsi', index: 0 }],
      'scsi devices have no well-known instance GUID',
    ],
  ])('refuses %s', (_, policy, slots, message) => {
    expect(() => assignInstanceGuids(policy, slots, {}, new SeededIds(1))).toThrow(message);
  });
});
