import { SeededIds } from '#libs/determinism';
import { classOfKind } from '#libs/vmbus';
import { describe, expect, it } from 'vitest';
import type { VirtualHardware } from '../hardware.js';
import { aDevice, aMachine, aNic, aVf, azureDevices, without } from '../testing/guest-fixtures.js';
import { FAULTS } from './fault-table.js';
import type { Fault } from './fault.js';
import { stageMachine } from './stage-machine.js';

const PLAIN = aMachine({ devices: azureDevices(aVf(0)) });
const staged = (...faults: readonly Fault[]) => stageMachine(PLAIN, faults, new SeededIds(7));

/** The one device that is not as it was. */
function changedDevice(machine: VirtualHardware) {
  const changed = machine.devices.filter((device) => !PLAIN.devices.includes(device));
  expect(changed).toHaveLength(1);
  return changed[0]!;
}

describe('a machine that is created with faults', () => {
  it('is as it was without any', () => {
    expect(staged()).toEqual(PLAIN);
  });

  it.each<{ rule: string; fault: Fault; change: Partial<VirtualHardware> }>([
    { rule: 'R85', fault: { kind: 's4-not-offered' }, change: { s4Enabled: false } },
    { rule: 'R76', fault: { kind: 'memory-mib', value: 8_192 }, change: { memoryMib: 8_192 } },
    { rule: 'R80', fault: { kind: 'vcpus', value: 2 }, change: { vcpus: 2 } },
    { rule: 'R76', fault: { kind: 'memory-mib', value: 0 }, change: { memoryMib: 1 } },
    { rule: 'R80', fault: { kind: 'vcpus', value: 0 }, change: { vcpus: 1 } },
    { rule: 'R80', fault: { kind: 'vcpus', value: 0xffff_ffff }, change: { vcpus: 1_024 } },
    { rule: 'R76', fault: { kind: 'firmware', value: '2' }, change: { firmware: '2' } },
    { rule: 'R76', fault: { kind: 'scsi-disks', value: 9 }, change: { scsiDisks: 9 } },
    { rule: 'R8', fault: { kind: 'first-relid', value: 40 }, change: { firstRelid: 40 } },
    { rule: 'R8', fault: { kind: 'first-relid', value: 0 }, change: { firstRelid: 1 } },
    { rule: 'R8', fault: { kind: 'first-relid', value: 5_000 }, change: { firstRelid: 1_024 } },
    { rule: 'R77', fault: { kind: 'facs-signature', value: 9 }, change: { facsSignature: 9 } },
    {
      rule: 'R14',
      fault: { kind: 'vmbus-versions', value: '4.0 4.1' },
      change: { vmbusVersions: ['4.0', '4.1'] },
    },
    {
      rule: 'R14',
      fault: { kind: 'vmbus-versions', value: '4.0, 4.1' },
      change: { vmbusVersions: ['4.0', '4.1'] },
    },
    {
      rule: 'R56',
      fault: { kind: 'device-missing', slot: 'nic 0' },
      change: { devices: without('nic 0', PLAIN.devices) },
    },
    { rule: 'R56', fault: { kind: 'device-missing', slot: 'nic 7' }, change: {} },
  ])('$rule $fault.kind $fault.slot$fault.value', ({ fault, change }) => {
    expect(staged(fault)).toEqual({ ...PLAIN, ...change, faults: [fault] });
  });

  it('R56 device-guid-changed gives one device a GUID of its own', () => {
    const { instanceGuid, ...rest } = changedDevice(staged({ kind: 'device-guid-changed', slot: 'scsi 0' }));
    const { instanceGuid: before, ...same } = PLAIN.devices[0]!;
    expect(rest).toEqual(same);
    expect(instanceGuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(instanceGuid).not.toBe(before);
  });

  it.each([
    { slot: 'scsi 0', becomes: 'nic' },
    { slot: 'nic 0', becomes: 'scsi' },
  ] as const)('R51 device-class-changed serves a $becomes under the GUID of $slot', ({ slot, becomes }) => {
    const device = PLAIN.devices.find(({ kind, index }) => `${kind} ${index}` === slot)!;
    expect(changedDevice(staged({ kind: 'device-class-changed', slot }))).toEqual({
      ...device,
      classGuid: classOfKind(becomes).classGuid,
    });
  });

  it('R62 nic-mac-changed keeps the GUID, and leaves the VF of the NIC alone', () => {
    const { mac, ...rest } = changedDevice(staged({ kind: 'nic-mac-changed', slot: 'nic 0' }));
    const { mac: before, ...same } = aNic(0);
    expect(rest).toEqual(same);
    expect(mac).toMatch(/^02[0-9a-f]{10}$/);
    expect(mac).not.toBe(before);
  });

  it.each([
    { slot: 'scsi 2', hasMac: false },
    { slot: 'nic 1', hasMac: true },
    { slot: 'vf 1', hasMac: true },
    { slot: 'dda 0', hasMac: false },
    { slot: 'fcopy 0', hasMac: false },
  ])('CONSIDER-4 device-added $slot comes after all others', ({ slot, hasMac }) => {
    const machine = staged({ kind: 'device-added', slot });
    expect(machine.devices.slice(0, -1)).toEqual(PLAIN.devices);
    const { instanceGuid, mac, kind, index, classGuid } = machine.devices.at(-1)!;
    expect({ slot: `${kind} ${index}`, classGuid, hasMac: mac !== undefined }).toEqual({
      slot,
      classGuid: classOfKind(kind).classGuid,
      hasMac,
    });
    expect(PLAIN.devices.map((device) => device.instanceGuid)).not.toContain(instanceGuid);
  });

  it('TORPOR-12 draws the same GUIDs and addresses for the same seed', () => {
    const faults: readonly Fault[] = [
      { kind: 'device-guid-changed', slot: 'scsi 1' },
      { kind: 'nic-mac-changed', slot: 'nic 0' },
      { kind: 'device-added', slot: 'nic 1' },
    ];
    expect(staged(...faults)).toEqual(staged(...faults));
    expect(stageMachine(PLAIN, faults, new SeededIds(8))).not.toEqual(staged(...faults));
  });

  it('works in several faults of one device, and of many', () => {
    const machine = staged(
      { kind: 'device-guid-changed', slot: 'nic 0' },
      { kind: 'nic-mac-changed', slot: 'nic 0' },
      { kind: 'device-missing', slot: 'mouse 0' },
      { kind: 'vcpus', value: 1 },
    );
    const nic = machine.devices.find(({ kind }) => kind === 'nic')!;
    expect([nic.instanceGuid === aNic(0).instanceGuid, nic.mac === aNic(0).mac]).toEqual([false, false]);
    expect(machine.devices).toHaveLength(PLAIN.devices.length - 1);
    expect(machine.vcpus).toBe(1);
  });
});

describe('faults that are not of the machine', () => {
  it('leave it as it is, and are known to it', () => {
    const faults = Object.entries(FAULTS)
      .filter(([, { where }]) => where !== 'machine')
      .map(([kind, { takes }]): Fault => {
        const about = {
          slot: { slot: 'nic 0' },
          disk: { slot: 'os disk' },
          number: { value: 1 },
          nothing: {},
        };
        return { kind: kind as Fault['kind'], ...about[takes as keyof typeof about] };
      });
    expect(staged(...faults)).toEqual({ ...PLAIN, faults });
  });

  it('never touch a device of another kind', () => {
    const odd = aDevice('mouse', 0, PLAIN.devices[0]!.instanceGuid);
    const machine = stageMachine(
      { ...PLAIN, devices: [odd] },
      [{ kind: 'device-missing', slot: 'keyboard 0' }],
      new SeededIds(7),
    );
    expect(machine.devices).toEqual([odd]);
  });
});
