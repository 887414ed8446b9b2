import { describe, expect, it } from 'vitest';
import {
  asGrep,
  asTail,
  AZURE,
  captured,
  LOCAL,
  LOCAL_NIC,
  LOCAL_SCSI,
  NIC_0,
  orphaned,
  VF_0,
} from './testing/capture-texts.js';

const FOLDER = '/sys/bus/vmbus/devices';
const NIC_CLASS = 'f8615163-df3e-46c5-913f-f2d2f965ed0e';
const SCSI_CLASS = 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f';

/** Without the numbers of lines, which differ from format to format. */
function devicesOf(text: string) {
  return captured(text).devices.map(({ line: _line, ...device }) => device);
}

const LOCAL_DEVICES = LOCAL.map(({ classGuid, instanceGuid, relid }) => ({ instanceGuid, classGuid, relid }));

describe('a listing of sysfs', () => {
  it.each([
    ['grep', asGrep(LOCAL)],
    ['grep from inside the folder', asGrep(LOCAL).replaceAll(`${FOLDER}/`, '')],
    [
      'grep of resolved links',
      asGrep(LOCAL).replaceAll(FOLDER, '/sys/devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/VMBUS:00'),
    ],
    ['tail', asTail(LOCAL)],
    ['tail and a prompt', `${asTail(LOCAL)}\n\nroot@vm:~#\n`],
    ['grep with its command', `root@vm:~# grep . ${FOLDER}/*/{class_id,device_id,id}\n${asGrep(LOCAL)}`],
    ['grep twice', asGrep(LOCAL) + asGrep(LOCAL)],
  ])('%s gives class, instance and relid', (_, text) => {
    const { problems, gaps, unidentified, completeness } = captured(text);
    expect({ devices: devicesOf(text), problems, gaps, unidentified, completeness }).toEqual({
      devices: LOCAL_DEVICES,
      problems: [],
      gaps: [],
      unidentified: [],
      completeness: 'all devices',
    });
  });

  it('R5 reads -1 as an orphan, and state, channels and driver where they are printed', () => {
    const path = `${FOLDER}/${NIC_0}`;
    const orphan = asGrep([orphaned(AZURE[7]!)]);
    const text = `${asGrep(AZURE.slice(3, 4))}${orphan}${path}/state:3
${path}/channel_vp_mapping:4:0
${path}/channel_vp_mapping:9:1
${path}/channel_vp_mapping:10:2
${path}/uevent:DRIVER=hv_netvsc
${path}/uevent:MODALIAS=vmbus:635161f83edfc546913ff2d2f965ed0e
${path}/monitor_id:3
${path}/net/eth0/uevent:INTERFACE=eth0
`;
    expect([devicesOf(text), captured(text).problems]).toEqual([
      [
        {
          instanceGuid: NIC_0,
          classGuid: NIC_CLASS,
          relid: 4,
          subChannelRelids: [9, 10],
          isOpen: true,
          driver: 'hv_netvsc',
        },
        { instanceGuid: VF_0, classGuid: '44c4f61d-4444-4400-9d52-802e27ede19f', relid: null },
      ],
      [],
    ]);
  });

  it('says which attributes are missing', () => {
    const text = asGrep(LOCAL, ['class_id']) + asGrep(LOCAL.slice(0, 1), ['id']);
    expect([devicesOf(text).map(({ relid }) => relid), captured(text).gaps]).toEqual([
      [1, undefined, undefined, undefined],
      ['id is missing for 3 of 4 devices'],
    ]);
    expect(captured(asGrep(LOCAL, ['id'])).gaps).toEqual(['class_id is missing for 4 of 4 devices']);
  });

  it.each([
    ['ls', `${LOCAL.map(({ instanceGuid }) => instanceGuid).join('  ')}\n`],
    [
      'ls -l',
      LOCAL.map(
        ({ instanceGuid }) =>
          `lrwxrwxrwx 1 root root 0 Jan  1 10:00 ${instanceGuid} -> ../../../devices/LNXSYSTM:00/VMBUS:00/${instanceGuid}\n`,
      ).join(''),
    ],
  ])('MOVE-4 %s gives instances, and the class where it follows from them', (_, text) => {
    expect([devicesOf(text), captured(text).gaps]).toEqual([
      [
        { instanceGuid: LOCAL[0]!.instanceGuid, classGuid: LOCAL[0]!.classGuid },
        { instanceGuid: LOCAL[1]!.instanceGuid, classGuid: LOCAL[1]!.classGuid },
        { instanceGuid: LOCAL_NIC },
        { instanceGuid: LOCAL_SCSI },
      ],
      ['class_id is missing for 4 of 4 devices', 'id is missing for 4 of 4 devices'],
    ]);
  });

  it('takes the instance from device_id where folders are only numbered, and lists the rest as unidentified', () => {
    const text = `${FOLDER}/vmbus_11/class_id:{${NIC_CLASS}}
${FOLDER}/vmbus_11/device_id:{${LOCAL_NIC}}
${FOLDER}/vmbus_12/class_id:{${SCSI_CLASS}}
${FOLDER}/vmbus_12/id:12
`;
    expect([devicesOf(text), captured(text).unidentified]).toEqual([
      [{ instanceGuid: LOCAL_NIC, classGuid: NIC_CLASS }],
      [{ line: 3, name: 'vmbus_12', classGuid: SCSI_CLASS, relid: 12 }],
    ]);
  });
});

describe('a listing of sysfs with faults', () => {
  const path = `${FOLDER}/${LOCAL_NIC}`;

  it.each([
    ['a class that is no GUID', `${path}/class_id:{nic}\n`, 'class_id', '"{nic}" is not a GUID', false, 1],
    [
      'an id that is no relid',
      `${path}/id:0\n`,
      'id',
      '"0" is no relid: they run from 1 to 2047, and -1 marks an orphan',
      false,
      1,
    ],
    [
      'another device_id than its folder',
      `${path}/device_id:{${LOCAL_SCSI}}\n`,
      'device_id',
      `it is ${LOCAL_SCSI}, but its folder is called ${LOCAL_NIC}, which counts`,
      false,
      1,
    ],
    [
      'a device_id that is no GUID',
      `${FOLDER}/vmbus_9/device_id:none\n`,
      'device_id',
      '"none" is not a GUID',
      true,
      0,
    ],
    [
      'a channel that is no relid',
      `${path}/id:4\n${path}/channel_vp_mapping:four\n`,
      'channel_vp_mapping',
      '"four" is not of the form relid:cpu',
      false,
      1,
    ],
    [
      'two ids',
      `${path}/id:4\n${path}/id:5\n`,
      'id',
      `${LOCAL_NIC} has "5" here and another value on line 1, which counts`,
      false,
      1,
    ],
    [
      'two classes',
      `${path}/class_id:{${NIC_CLASS}}\n${path}/class_id:{${SCSI_CLASS}}\n`,
      'class_id',
      `${LOCAL_NIC} has "{${SCSI_CLASS}}" here and another value on line 1, which counts`,
      false,
      1,
    ],
    [
      'a value without its path',
      `${path}/id:4\nclass_id:{${NIC_CLASS}}\n`,
      undefined,
      `"class_id:{${NIC_CLASS}}" is not of the form path:value`,
      true,
      1,
    ],
    [
      'a file that could not be read',
      `${path}/class_id:{${NIC_CLASS}}\ngrep: ${path}/id: No such device\n`,
      undefined,
      `${path}/id could not be read where this was printed: No such device`,
      false,
      1,
    ],
    [
      'nothing but a pattern that met nothing',
      `grep: ${FOLDER}/*/class_id: No such file or directory\n`,
      undefined,
      `${FOLDER}/*/class_id could not be read where this was printed: No such file or directory`,
      true,
      0,
    ],
  ])('%s', (_, text, field, message, isDeviceLost, devices) => {
    const capture = captured(text, { format: 'sysfs' });
    const problem = { line: text.split('\n').length - 1, text: message, isDeviceLost };
    expect([capture.problems, capture.devices.length]).toEqual([
      [field === undefined ? problem : { ...problem, field }],
      devices,
    ]);
  });
});
