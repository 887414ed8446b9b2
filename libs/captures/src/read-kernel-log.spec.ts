import { describe, expect, it } from 'vitest';
import { readCapture } from './read-capture.js';
import { AZURE_SCSI_0, captured, NIC_0, VF_0, VF_ELSEWHERE } from './testing/capture-texts.js';
import { AZURE_BOOT_LOG, RESUMED_LOG, VF_REMOVED_LOG } from './testing/log-texts.js';

const CLASSES = {
  nic: 'f8615163-df3e-46c5-913f-f2d2f965ed0e',
  scsi: 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f',
  ide: '32412632-86cb-44a2-9b5c-50d1417354f5',
  pcie: '44c4f61d-4444-4400-9d52-802e27ede19f',
} as const;
const SERVICES = ['Heartbeat', 'Shutdown', 'TimeSync', 'KVP', 'VSS', 'FCopy'];

function devicesOf(text: string) {
  return captured(text, { format: 'kernel-log' }).devices.map(({ line: _line, ...device }) => device);
}

describe('a kernel log', () => {
  it('names the devices whose drivers spoke, with class by driver, and no others', () => {
    expect(captured(AZURE_BOOT_LOG)).toEqual({
      format: 'kernel-log',
      completeness: 'only what the log mentions',
      kernelVersion: '6.8.0-1029-azure',
      hostBuild: '10.0.20348.3020-3-0',
      devices: [
        {
          instanceGuid: 'd34b2567-b9b6-42b9-8778-0a4ec0b955bf',
          classGuid: 'f912ad6d-2b17-48ea-bd65-f927a61c7684',
          line: 8,
        },
        {
          instanceGuid: NIC_0,
          classGuid: CLASSES.nic,
          driver: 'hv_netvsc',
          interfaceNames: ['eth0'],
          line: 9,
        },
        {
          instanceGuid: VF_0,
          classGuid: CLASSES.pcie,
          driver: 'hv_pci',
          pciBus: '4d3a:00',
          vpciUse: 'vf',
          line: 11,
        },
        {
          instanceGuid: 'fd149e91-82e0-4a7d-afa6-2a4166cbd7c0',
          classGuid: '57164f39-9115-4e78-ab55-382f3bd5422d',
          driver: 'hv_utils',
          isWellKnown: true,
          line: 17,
        },
        {
          instanceGuid: 'b6650ff7-33bc-4840-8048-e0676786f393',
          classGuid: '0e0b6031-5213-4934-818b-38d90ced39db',
          driver: 'hv_utils',
          isWellKnown: true,
          line: 18,
        },
        {
          instanceGuid: '1eccfd72-4b41-45ef-b73a-4a6e44c12924',
          classGuid: '525074dc-8985-46e2-8057-a307dc18a502',
          driver: 'hv_balloon',
          isWellKnown: true,
          line: 19,
        },
        { instanceGuid: AZURE_SCSI_0, classGuid: CLASSES.scsi, driver: 'hv_storvsc', line: 21 },
      ],
      unidentified: [],
      problems: [],
      gaps: ['the log names 2 storage controllers, 1 of them by GUID'],
    });
  });

  it('is read through prefixes of journals, colours, and lines that run into each other', () => {
    const journal = AZURE_BOOT_LOG.replaceAll(/^\[ *\d+\.\d+\] /gm, 'Jan 01 10:00:00 vm kernel: ');
    const coloured = AZURE_BOOT_LOG.replaceAll('hv_netvsc', '\u001b[0;1;31mhv_netvsc').replaceAll(
      '\n',
      '\u001b[0m\r\n',
    );
    const joined = AZURE_BOOT_LOG.replace('2.0\n[    2.1', '2.0[    2.1');
    expect([journal, coloured, joined].map(devicesOf)).toEqual([
      devicesOf(AZURE_BOOT_LOG),
      devicesOf(AZURE_BOOT_LOG),
      devicesOf(AZURE_BOOT_LOG),
    ]);
  });

  it('MOVE-4 R3 knows the devices of services that do not print theirs', () => {
    const text = SERVICES.map((service) => `hv_utils: ${service} IC version 3.0\n`).join('');
    expect(devicesOf(text).map(({ instanceGuid, isWellKnown }) => [instanceGuid, isWellKnown])).toEqual([
      ['fd149e91-82e0-4a7d-afa6-2a4166cbd7c0', true],
      ['b6650ff7-33bc-4840-8048-e0676786f393', true],
      ['2dd1ce17-079e-403c-b352-a1921ee207ee', true],
      ['242ff919-07db-4180-9c2e-b86cb68c8c55', true],
      ['2450ee40-33bf-4fbd-892e-9fb06e9214cf', true],
      ['eb765408-105f-49b6-b4aa-c123b64d17d4', true],
    ]);
  });

  it('R4 tells an IDE disk from a SCSI controller by its GUID', () => {
    const text = `hv_storvsc 00000000-0001-8899-0000-000000000000: tag#1 cmd 0x28\nhv_storvsc ${AZURE_SCSI_0}: tag#1 cmd 0x28\n`;
    expect(devicesOf(text).map(({ classGuid }) => classGuid)).toEqual([CLASSES.ide, CLASSES.scsi]);
  });

  it.each([
    ['0x020000', 'vf'],
    ['0x010802', 'dda'],
    ['0x030200', 'dda'],
  ])('R4 VPCI-1 a vPCI device whose function has class %s is a %s', (pciClass, vpciUse) => {
    const text = `hv_pci ${VF_0}: PCI host bridge to bus 4d3a:00\npci 4d3a:00:02.0: [10de:2236] type 00 class ${pciClass}\n`;
    expect(devicesOf(text)).toEqual([
      { instanceGuid: VF_0, classGuid: CLASSES.pcie, driver: 'hv_pci', pciBus: '4d3a:00', vpciUse },
    ]);
  });

  it('lists numbered devices of old kernels as unidentified', () => {
    const { devices, unidentified } = captured(
      'hv_netvsc vmbus_11 eth0: VF up: eth1\nhv_pci vmbus_15: PCI host bridge to bus 90e0:00\ninput: keyboard as /devices/VMBUS:01/vmbus_5/serio2\n',
    );
    expect([devices, unidentified]).toEqual([
      [],
      [
        { line: 1, name: 'vmbus_11', classGuid: CLASSES.nic },
        { line: 2, name: 'vmbus_15', classGuid: CLASSES.pcie },
        { line: 3, name: 'vmbus_5' },
      ],
    ]);
  });

  it('says which drivers are there without a device that is named', () => {
    const text = ['hv_netvsc', 'hv_pci', 'hv_storvsc', 'hv_utils', 'hv_balloon']
      .map((driver) => `hv_vmbus: registering driver ${driver}\n`)
      .join('');
    expect(captured(text).gaps).toEqual([
      'driver hv_netvsc is there, but the log names no Synthetic network adapter by its GUID',
      'driver hv_pci is there, but the log names no Virtual PCI pass-through (DDA device, SR-IOV VF) by its GUID',
      'driver hv_storvsc is there, but the log names no Synthetic SCSI controller by its GUID',
    ]);
  });

  it.each([
    [`hv_netvsc ${NIC_0.slice(0, 30)} eth0: link up`, 'hv_netvsc', NIC_0.slice(0, 30)],
    [`hv_vmbus: channel ${CLASSES.nic}/none not present after resume.`, 'channel', 'none'],
    [`hv_vmbus: channel nic/${NIC_0} not present after resume.`, 'channel', 'nic'],
  ])('says what is no GUID in %j', (text, field, wrong) => {
    expect(captured(text).problems).toEqual([
      { line: 1, field, text: `"${wrong}" is not a GUID`, isDeviceLost: true },
    ]);
  });

  it('says so when a log gives one device two classes', () => {
    const text = `hv_netvsc ${NIC_0} eth0: link up\nhv_vmbus: channel ${CLASSES.scsi}/${NIC_0} not present after resume.\n`;
    expect(captured(text).problems).toEqual([
      {
        line: 2,
        field: 'class',
        text: `${NIC_0} has class ${CLASSES.scsi} here and ${CLASSES.nic} on line 1, which counts`,
        isDeviceLost: false,
      },
    ]);
  });
});

describe('a log of a guest that hibernated', () => {
  const before = captured(RESUMED_LOG, { side: 'before' });
  const after = captured(RESUMED_LOG, { side: 'after' });

  it('counts up to the hibernation for the image', () => {
    const { devices } = captured(AZURE_BOOT_LOG);
    expect([before.devices, before.gaps.slice(0, 1), before.resumeEvidence]).toEqual([
      devices,
      ['a hibernation begins on line 22; what stands after it was left out'],
      undefined,
    ]);
  });

  it('R40 R55 counts from the hibernation on for the VM it goes on in, and knows the orphans', () => {
    expect(after).toEqual({
      format: 'kernel-log',
      completeness: 'only what the log mentions',
      kernelVersion: '6.8.0-1029-azure',
      hostBuild: '10.0.20348.3020-3-0',
      devices: [
        { instanceGuid: VF_0, classGuid: CLASSES.pcie, relid: null, line: 24 },
        {
          instanceGuid: VF_ELSEWHERE,
          classGuid: CLASSES.pcie,
          driver: 'hv_pci',
          pciBus: 'c2e9:00',
          line: 25,
        },
        {
          instanceGuid: NIC_0,
          classGuid: CLASSES.nic,
          driver: 'hv_netvsc',
          interfaceNames: ['eth0'],
          line: 27,
        },
      ],
      unidentified: [],
      problems: [],
      gaps: ['a hibernation begins on line 22; what stands before it was left out'],
      resumeEvidence: { era: 'B', line: 24 },
    });
  });

  it('R40 knows the line of era A, which names no device', () => {
    const { devices, gaps, resumeEvidence } = captured(
      'hv_vmbus: Some vmbus device is missing after suspending?\n',
    );
    expect({ devices, gaps, resumeEvidence }).toEqual({
      devices: [],
      gaps: ['line 1 says that a device was missing at a resume, without naming it'],
      resumeEvidence: { era: 'A', line: 1 },
    });
  });

  it('MOVE-9 leaves out a VF that had left, unless it came back', () => {
    const capture = captured(VF_REMOVED_LOG);
    const back = VF_REMOVED_LOG.replace(
      '[ 3601',
      `[ 3600.900000] hv_netvsc ${NIC_0} eth0: VF registering: enP19770s1\n[ 3601`,
    );
    const has = (devices: typeof capture.devices) =>
      devices.some(({ instanceGuid }) => instanceGuid === VF_0);
    expect([
      has(capture.devices),
      capture.gaps.includes(`VF ${VF_0} left on line 23 and is not counted`),
    ]).toEqual([false, true]);
    expect(has(captured(back).devices)).toBe(true);
  });
});

describe('a log of several boots', () => {
  const second = AZURE_BOOT_LOG.replaceAll(VF_0, VF_ELSEWHERE).replaceAll('4d3a:00', 'c2e9:00');
  const twoBoots = AZURE_BOOT_LOG + second;

  it('is not guessed at', () => {
    expect(readCapture(twoBoots, { side: 'before' })).toEqual({
      kind: 'refused',
      reason: 'boot-not-chosen',
      message: 'it holds 2 boots, and which one is meant was not said',
      choices: ['1 (line 1, 6.8.0-1029-azure)', '2 (line 22, 6.8.0-1029-azure)'],
      problems: [],
    });
  });

  it('is read boot by boot', () => {
    const vfs = ['1', '2'].map((boot) => {
      const { devices, boot: name } = captured(twoBoots, { boot });
      return [name, devices.find(({ classGuid }) => classGuid === CLASSES.pcie)?.instanceGuid];
    });
    expect(vfs).toEqual([
      ['1', VF_0],
      ['2', VF_ELSEWHERE],
    ]);
  });

  it('counts a banner that a console repeats within the first second once', () => {
    const [banner = '', ...rest] = AZURE_BOOT_LOG.split('\n');
    expect(devicesOf([banner, banner, ...rest].join('\n'))).toEqual(devicesOf(AZURE_BOOT_LOG));
  });

  it('counts what stands before the first banner as a boot if it is about VMBus', () => {
    const tail = `hv_netvsc ${NIC_0} eth0: link up\n`;
    const reading = readCapture(tail + AZURE_BOOT_LOG, { side: 'after' });
    expect(reading).toMatchObject({
      kind: 'refused',
      choices: ['1 (line 1, no kernel named)', '2 (line 2, 6.8.0-1029-azure)'],
    });
    expect(captured(`Booting from disk\n${AZURE_BOOT_LOG}`).devices).toHaveLength(7);
  });
});
