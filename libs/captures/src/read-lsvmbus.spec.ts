import { describe, expect, it } from 'vitest';
import {
  asLsvmbus,
  AZURE,
  AZURE_SCSI_0,
  captured,
  LOCAL,
  LOCAL_NIC,
  LOCAL_SCSI,
  NIC_0,
  orphaned,
  VF_0,
} from './testing/capture-texts.js';

const NIC_CLASS = 'f8615163-df3e-46c5-913f-f2d2f965ed0e';
const SCSI_CLASS = 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f';
const SHUTDOWN = {
  instanceGuid: 'b6650ff7-33bc-4840-8048-e0676786f393',
  classGuid: '0e0b6031-5213-4934-818b-38d90ced39db',
};
const BALLOON = {
  instanceGuid: '1eccfd72-4b41-45ef-b73a-4a6e44c12924',
  classGuid: '525074dc-8985-46e2-8057-a307dc18a502',
};

describe('lsvmbus -vv', () => {
  it('R9 reads class, instance, relid and sub-channels of every device', () => {
    expect(captured(asLsvmbus(AZURE.slice(2, 4)))).toEqual({
      format: 'lsvmbus',
      completeness: 'all devices',
      devices: [
        { ...SHUTDOWN, relid: 3, subChannelRelids: [], line: 1 },
        { instanceGuid: NIC_0, classGuid: NIC_CLASS, relid: 4, subChannelRelids: [9, 10, 11], line: 6 },
      ],
      unidentified: [],
      problems: [],
      gaps: [],
    });
  });

  it('reads it between prompts, indented by spaces, with the line ends of Windows', () => {
    const text = `me@vm:~$ lsvmbus -vv\n${asLsvmbus(AZURE)}me@vm:~$ uname -a\nLinux vm 6.8.0-1029-azure #34 SMP x86_64\n`;
    const pasted = text.replaceAll('\t', '        ').replaceAll('\n', '\r\n');
    const { kernelVersion, ...rest } = captured(pasted);
    const shifted = captured(`\n${asLsvmbus(AZURE)}`);
    expect([kernelVersion, rest]).toEqual(['6.8.0-1029-azure', shifted]);
  });

  it('R5 R55 reads relid -1 as an orphan', () => {
    const { devices, problems } = captured(asLsvmbus(AZURE.slice(7, 8).map(orphaned)));
    expect([devices, problems]).toEqual([
      [
        {
          instanceGuid: VF_0,
          classGuid: '44c4f61d-4444-4400-9d52-802e27ede19f',
          relid: null,
          subChannelRelids: [],
          line: 1,
        },
      ],
      [],
    ]);
  });
});

describe('less than lsvmbus -vv', () => {
  it.each([0, 1] as const)(
    'MOVE-4 R3 with %i v, identifies what has one GUID everywhere, and no more',
    (verbosity) => {
      const { devices, unidentified, gaps } = captured(asLsvmbus(LOCAL, verbosity));
      expect(devices.map(({ line: _line, ...device }) => device)).toEqual([
        { ...BALLOON, relid: 1, isWellKnown: true, ...(verbosity === 0 ? {} : { subChannelRelids: [] }) },
        { ...SHUTDOWN, relid: 2, isWellKnown: true, ...(verbosity === 0 ? {} : { subChannelRelids: [] }) },
      ]);
      expect(unidentified.map(({ line: _line, ...device }) => device)).toEqual([
        { name: 'Synthetic network adapter', classGuid: NIC_CLASS, relid: 3 },
        { name: 'Synthetic SCSI Controller', classGuid: SCSI_CLASS, relid: 4 },
      ]);
      expect(gaps).toEqual([
        'lsvmbus prints instance GUIDs with -vv only; without it devices of which a VM may have several cannot be told apart',
      ]);
    },
  );

  it('has names that stand for several classes, or for any', () => {
    const { unidentified } = captured('VMBUS ID  1: Unknown\nVMBUS ID  2: [Reserved system device]\n');
    expect(unidentified).toEqual([
      { line: 1, name: 'Unknown', relid: 1 },
      { line: 2, name: '[Reserved system device]', relid: 2 },
    ]);
  });

  it('reads Device_ID lines alone, and says what is missing', () => {
    const { devices, gaps, problems } = captured(
      `\tDevice_ID = {${LOCAL_NIC}}\n\tDevice_ID = {${BALLOON.instanceGuid}}\n`,
    );
    expect([devices, gaps, problems]).toEqual([
      [
        { instanceGuid: LOCAL_NIC, line: 1 },
        { ...BALLOON, line: 2 },
      ],
      ['the line with relid and class is missing for 2 of 2 devices'],
      [],
    ]);
  });
});

describe('lsvmbus output with faults', () => {
  const good = asLsvmbus(LOCAL);

  it.each([
    [
      'an instance that is no GUID',
      good.replace(`{${LOCAL_NIC}}`, '{c5b8e3f0-77a2}'),
      [{ line: 12, field: 'Device_ID', text: '"{c5b8e3f0-77a2}" is not a GUID', isDeviceLost: true }],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_SCSI],
    ],
    [
      'a class that is no GUID',
      good.replace(`Class_ID = {${SCSI_CLASS}}`, 'Class_ID = {scsi}'),
      [{ line: 16, field: 'Class_ID', text: '"{scsi}" is not a GUID', isDeviceLost: false }],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC, LOCAL_SCSI],
    ],
    [
      'a device cut off',
      good.slice(0, good.lastIndexOf('\tDevice_ID')),
      [{ line: 16, field: 'Device_ID', text: 'Synthetic SCSI Controller has none', isDeviceLost: true }],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC],
    ],
    [
      'a device twice',
      good + asLsvmbus(LOCAL.slice(2, 3)),
      [
        {
          line: 21,
          field: 'Device_ID',
          text: `${LOCAL_NIC} is listed again; line 11 counts`,
          isDeviceLost: false,
        },
      ],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC, LOCAL_SCSI],
    ],
    [
      'an instance under two classes',
      good.replace(`Device_ID = {${LOCAL_SCSI}}`, `Device_ID = {${LOCAL_NIC}}`),
      [
        {
          line: 18,
          field: 'Sysfs path',
          text: `it names ${LOCAL_SCSI}, but Device_ID is ${LOCAL_NIC}, which counts`,
          isDeviceLost: false,
        },
        {
          line: 16,
          field: 'Device_ID',
          text: `${LOCAL_NIC} is listed again under class ${SCSI_CLASS} instead of ${NIC_CLASS}; line 11 counts`,
          isDeviceLost: false,
        },
      ],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC],
    ],
    [
      'a relid out of range',
      good.replace('VMBUS ID  3', 'VMBUS ID 2048'),
      [
        {
          line: 11,
          field: 'VMBUS ID',
          text: '2048 is no relid: they run from 1 to 2047, and -1 marks an orphan',
          isDeviceLost: false,
        },
      ],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC, LOCAL_SCSI],
    ],
    [
      'relids that disagree',
      good.replace('Rel_ID=3', 'Rel_ID=5'),
      [
        {
          line: 14,
          field: 'Rel_ID',
          text: 'the relid of the device itself, 3, is not among those of its channels',
          isDeviceLost: false,
        },
      ],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC, LOCAL_SCSI],
    ],
    [
      'channels that are no relids',
      `\tRel_ID=1, target_cpu=0\n${good.replace('Rel_ID=4, target_cpu=0', 'Rel_ID=four')}`,
      [
        {
          line: 1,
          field: 'Rel_ID',
          text: '"Rel_ID=1, target_cpu=0" belongs to no device',
          isDeviceLost: false,
        },
        {
          line: 20,
          field: 'Rel_ID',
          text: '"Rel_ID=four" is not of the form Rel_ID=n, target_cpu=n',
          isDeviceLost: false,
        },
      ],
      [BALLOON.instanceGuid, SHUTDOWN.instanceGuid, LOCAL_NIC, LOCAL_SCSI],
    ],
    [
      'a line without a number',
      `VMBUS ID ??\n${asLsvmbus(AZURE.slice(5, 6))}`,
      [{ line: 1, field: 'VMBUS ID', text: '"??" is not of the form "number: device"', isDeviceLost: true }],
      [AZURE_SCSI_0],
    ],
  ])('%s', (_, text, problems, instances) => {
    const capture = captured(text);
    expect({
      problems: capture.problems,
      instances: capture.devices.map(({ instanceGuid }) => instanceGuid),
    }).toEqual({
      problems,
      instances,
    });
  });
});
