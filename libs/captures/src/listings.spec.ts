import { describe, expect, it } from 'vitest';
import { bootGuest, GUEST_PROFILES, type RunningGuest, type VirtualHardware } from '#libs/linux-guest';
import { classOfKind, guid, nicInstanceGuid, type VirtualDevice } from '#libs/vmbus';
import { devicesOfGuest, lsvmbusListing, sysfsListing, type ListedDevice } from './listings.js';
import { captured } from './testing/capture-texts.js';

const NIC = guid('002248aa-1001-0022-48aa-1001002248aa');
const VF = guid('3f2c9a10-4d3a-4e0b-9c55-0a7be1d2c301');
const DEVICES: readonly ListedDevice[] = [
  {
    classGuid: classOfKind('nic').classGuid,
    instanceGuid: NIC,
    relid: 4,
    subChannelRelids: [9, 10],
    isOpen: true,
  },
  { classGuid: classOfKind('vf').classGuid, instanceGuid: VF, relid: null, subChannelRelids: [] },
];

describe('listings', () => {
  it('R5 R55 lsvmbus lists orphans first, under -1, and every channel with its CPU', () => {
    expect(lsvmbusListing(DEVICES, { vcpus: 2 }))
      .toBe(`VMBUS ID -1: Class_ID = {44c4f61d-4444-4400-9d52-802e27ede19f} - PCI Express pass-through
\tDevice_ID = {${VF}}
\tSysfs path: /sys/bus/vmbus/devices/${VF}
\tRel_ID=4294967295, target_cpu=0

VMBUS ID  4: Class_ID = {f8615163-df3e-46c5-913f-f2d2f965ed0e} - Synthetic network adapter
\tDevice_ID = {${NIC}}
\tSysfs path: /sys/bus/vmbus/devices/${NIC}
\tRel_ID=4, target_cpu=0
\tRel_ID=9, target_cpu=1
\tRel_ID=10, target_cpu=0

`);
  });

  it('R5 sysfs shows class, instance, relid, state and channels of every device', () => {
    const folder = '/sys/bus/vmbus/devices';
    expect(sysfsListing(DEVICES)).toBe(`${folder}/${NIC}/class_id:{f8615163-df3e-46c5-913f-f2d2f965ed0e}
${folder}/${VF}/class_id:{44c4f61d-4444-4400-9d52-802e27ede19f}
${folder}/${NIC}/device_id:{${NIC}}
${folder}/${VF}/device_id:{${VF}}
${folder}/${NIC}/id:4
${folder}/${VF}/id:-1
${folder}/${NIC}/state:3
${folder}/${VF}/state:2
${folder}/${NIC}/channel_vp_mapping:4:0
${folder}/${NIC}/channel_vp_mapping:9:0
${folder}/${NIC}/channel_vp_mapping:10:0
${folder}/${VF}/channel_vp_mapping:4294967295:0
`);
  });

  it.each([
    ['AVMA1', 'f8e65716-3cb3-4a06-9a60-1889c5cccab5', '[Reserved system device]'],
    ['IMC', 'c376c1c3-d276-48d2-90a9-c04748072c60', 'Unknown'],
    ['any other', '7d3b1f52-9c11-4a7e-8a55-2f1c0d6e1006', 'Unknown'],
  ])('lsvmbus calls class %s what it does', (_, classGuid, name) => {
    const [line] = lsvmbusListing([{ ...DEVICES[0]!, classGuid: guid(classGuid) }]).split('\n');
    expect(line).toBe(`VMBUS ID  4: Class_ID = {${classGuid}} - ${name}`);
  });
});

describe('a running emulated guest', () => {
  const mac = '002248aa1001';
  const hardware: VirtualHardware = {
    vcpus: 4,
    memoryMib: 8_192,
    s4Enabled: true,
    processorVendor: 'Intel',
    processorModel: 'Xeon 8370C',
    processorRank: 3,
    hypervLevel: 2,
    vmbusVersions: ['5.3'],
    firstRelid: 3,
    imageBytesPerSecond: 2 ** 27,
    firmware: 'gen2',
    facsSignature: 0,
    scsiDisks: 1,
    hasTemporaryDisk: false,
    faults: [],
    devices: [
      {
        kind: 'nic',
        index: 0,
        mac,
        classGuid: classOfKind('nic').classGuid,
        instanceGuid: nicInstanceGuid(mac),
      },
      { kind: 'vf', index: 0, mac, classGuid: classOfKind('vf').classGuid, instanceGuid: VF },
    ] satisfies readonly VirtualDevice[],
  };
  const guest: RunningGuest = bootGuest(hardware, GUEST_PROFILES[0]!, {
    bootId: '11111111-1111-4111-8111-111111111111',
    vfPresent: true,
  });

  it('R5 R9 is listed with its relids and sub-channels', () => {
    const { devices } = captured(lsvmbusListing(devicesOfGuest(guest), { vcpus: guest.vcpus }));
    expect(
      devices.map(({ instanceGuid, relid, subChannelRelids }) => ({ instanceGuid, relid, subChannelRelids })),
    ).toEqual(
      guest.channels.map(({ offer, relid, subChannelRelids }) => ({
        instanceGuid: offer.instanceGuid,
        relid,
        subChannelRelids,
      })),
    );
    expect(devices.map(({ subChannelRelids }) => subChannelRelids?.length)).toEqual([3, 0]);
  });

  it('R55 shows an orphan as -1, with its driver still bound', () => {
    const orphaned = guest.channels.map((channel) =>
      channel.slot === 'vf 0' ? { ...channel, relid: null, isOpen: false } : channel,
    );
    expect(devicesOfGuest({ channels: orphaned })[1]).toEqual({
      classGuid: classOfKind('vf').classGuid,
      instanceGuid: VF,
      relid: null,
      subChannelRelids: [],
      isOpen: false,
      driver: 'hv_pci',
    });
  });
});
