import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SeededIds } from '#libs/determinism';
import { assignInstanceGuids, BUILT_IN_POLICIES, deviceSlotsOf } from '#libs/guid-policy';
import { classOfKind, pciDomainOf, type Guid, type VirtualDeviceKind } from '#libs/vmbus';
import type { Capture } from './capture.js';
import { readCapture } from './read-capture.js';
import { captured } from './testing/capture-texts.js';

/** Ten boots of real Azure VMs (data/azure-vmbus-boots). */
const TEXT = readFileSync(new URL('../../../data/azure-vmbus-boots/boots.jsonl', import.meta.url), 'utf8');
const PINNED = readFileSync(
  new URL('../../../data/azure-vmbus-boots/pinned-guids.csv', import.meta.url),
  'utf8',
);
const BOOTS = Array.from({ length: 10 }, (_, at) => captured(TEXT, { boot: String(at + 1) }));

function instancesOf({ devices }: Capture, kind: VirtualDeviceKind): readonly Guid[] {
  const { classGuid } = classOfKind(kind);
  return devices.filter((device) => device.classGuid === classGuid).map(({ instanceGuid }) => instanceGuid);
}

/** A VM with the NICs of a boot, as policy `azure` creates it. The MAC is read off the captured GUID. */
function created(boot: Capture, seed: number) {
  const nics = instancesOf(boot, 'nic').map((instanceGuid) => ({
    mac: instanceGuid.replaceAll('-', '').slice(0, 12),
    accelerated: true,
  }));
  const slots = deviceSlotsOf({ scsiControllers: 2, nics, dda: 0 });
  const { devices } = assignInstanceGuids(BUILT_IN_POLICIES.azure, slots, {}, new SeededIds(seed));
  return (kind: VirtualDeviceKind) =>
    devices.filter((device) => device.kind === kind).map(({ instanceGuid }) => instanceGuid);
}

describe('boots of real Azure VMs', () => {
  it('are read without a problem, as what a log mentions', () => {
    expect(
      BOOTS.map(({ kernelVersion, devices, problems, completeness }) => ({
        kernelVersion,
        devices: devices.length,
        problems,
        completeness,
      })),
    ).toEqual(
      [
        ['5.3.18-150300.59.112-default', 2],
        ['4.15.0-1045-azure', 0],
        ['4.14.127-soniccore', 0],
        ['6.8.0-1029-azure', 0],
        ['6.1.0-0.deb11.21-cloud-amd64', 0],
        ['6.1.0-0.deb11.21-cloud-amd64', 7],
        ['6.1.0-0.deb11.21-cloud-amd64', 7],
        ['4.18.0-553.16.1.el8_10.x86_64', 2],
        ['3.10.0-514.26.2.el7.x86_64', 0],
        ['3.10.0-1160.15.2.el7.x86_64', 0],
      ].map(([kernelVersion, devices]) => ({
        kernelVersion,
        devices,
        problems: [],
        completeness: 'only what the log mentions',
      })),
    );
  });

  it('MOVE-5 have the SCSI controllers that policy azure gives, and so has the list of pinned ones', () => {
    const given = created(BOOTS[0]!, 1)('scsi');
    const seen = BOOTS.flatMap((boot) => instancesOf(boot, 'scsi'));
    expect([seen.length, seen.filter((instanceGuid) => instanceGuid !== given[0])]).toEqual([3, []]);
    const pinned = PINNED.split('\n')
      .filter((line) => /^gen2,storvsc,.*: (?:lun0 OS disk|data disks)/.test(line))
      .map((line) => line.split(',')[2]);
    expect(pinned.slice(0, 2)).toEqual(given);
  });

  it('MOVE-6 R4 have the NIC GUIDs that policy azure derives from their MACs', () => {
    const seen = BOOTS.map((boot) => instancesOf(boot, 'nic'));
    expect(seen.flat()).toHaveLength(8);
    expect(seen).toEqual(BOOTS.map((boot) => created(boot, 1)('nic')));
  });

  it('MOVE-7 have a VF GUID of their own on every VM, and policy azure gives new ones to every VM', () => {
    const seen = BOOTS.flatMap((boot) => instancesOf(boot, 'vf'));
    const given = [1, 2].flatMap((seed) => created(BOOTS[5]!, seed)('vf'));
    expect([seen.length, given.length, new Set([...seen, ...given]).size]).toEqual([7, 6, 13]);
  });

  it('R4 have the PCI domain of each VF as the second group of its GUID', () => {
    const vfs = BOOTS.flatMap(({ devices }) => devices.filter(({ pciBus }) => pciBus !== undefined));
    expect(vfs).toHaveLength(7);
    expect(vfs.map(({ pciBus }) => pciBus)).toEqual(
      vfs.map(({ instanceGuid }) => `${pciDomainOf(instanceGuid).toString(16).padStart(4, '0')}:00`),
    );
  });

  it('VPCI-1 tell a VF by the interface that the events name', () => {
    const uses = BOOTS.map(({ devices }) =>
      devices.flatMap(({ pciBus, vpciUse }) => (pciBus ? [vpciUse] : [])),
    );
    expect(uses.filter((list) => list.length > 0)).toEqual([
      [undefined],
      ['vf', 'vf', 'vf'],
      ['vf', 'vf', 'vf'],
    ]);
  });
});

describe('a file of boots', () => {
  const record = {
    source: 'logs/a/serial.log',
    boot: 2,
    kernel: '6.12.1',
    hyperv_host_build: null,
    storvsc_guids: ['00000000-0000-8899-0000-000000000000'],
    netvsc: [{ guid: '002248aa-1001-0022-48aa-1001002248aa', names: ['eth0'] }],
    hv_pci: [],
    vf_events: [],
  };
  const text = JSON.stringify(record);
  const other = JSON.stringify({ ...record, source: 'logs/b/serial.log' });

  it('needs no choice where it holds one', () => {
    expect(captured(text)).toMatchObject({
      format: 'boots',
      boot: 'logs/a/serial.log#2',
      kernelVersion: '6.12.1',
    });
  });

  it.each([
    ['2', 'logs/b/serial.log#2'],
    ['logs/b/serial.log#2', 'logs/b/serial.log#2'],
    ['b/serial.log#2', 'logs/b/serial.log#2'],
  ])('gives boot %s by number, by name, or by the end of its name', (boot, name) => {
    expect(captured(`${text}\n\n${other}\n`, { boot }).boot).toBe(name);
  });

  it.each([
    [undefined, 'boot-not-chosen', 'it holds 2 boots, and which one is meant was not said'],
    ['3', 'no-such-boot', 'it holds no boot "3"'],
    ['serial.log#2', 'boot-not-chosen', 'it holds 2 boots that "serial.log#2" could mean'],
  ])('asks back when the choice is %j', (boot, reason, message) => {
    const reading = readCapture(`${text}\n${other}\n`, {
      side: 'before',
      ...(boot === undefined ? {} : { boot }),
    });
    expect(reading).toEqual({
      kind: 'refused',
      reason,
      message,
      choices: ['1 (line 1, logs/a/serial.log#2)', '2 (line 2, logs/b/serial.log#2)'],
      problems: [],
    });
  });

  it.each([
    ['netvsc', 7, [{ field: 'netvsc', text: 'expected a list', isDeviceLost: true }]],
    ['netvsc', [null], [{ field: 'netvsc[0]', text: 'expected an object', isDeviceLost: true }]],
    [
      'netvsc',
      [{ names: [] }],
      [{ field: 'netvsc[0].guid', text: '"null" is not a GUID', isDeviceLost: true }],
    ],
    ['storvsc_guids', ['x'], [{ field: 'storvsc_guids[0]', text: '"x" is not a GUID', isDeviceLost: true }]],
    ['hv_pci', [{ guid: 1 }], [{ field: 'hv_pci[0].guid', text: '"1" is not a GUID', isDeviceLost: true }]],
    ['kernel', 6.12, [{ field: 'kernel', text: 'expected a text', isDeviceLost: false }]],
    ['vf_events', 'none', [{ field: 'vf_events', text: 'expected a list', isDeviceLost: false }]],
  ])('with %s = %j names the field', (field, value, problems) => {
    const wrong = JSON.stringify({ ...record, [field]: value });
    expect(captured(wrong).problems).toEqual(problems.map((problem) => ({ line: 1, ...problem })));
  });

  it('says which line is no JSON', () => {
    expect(captured(`{"netvsc": [\n${text}\n`).problems).toEqual([
      { line: 1, text: 'not a JSON object', isDeviceLost: false },
    ]);
  });
});
