import { describe, expect, it } from 'vitest';
import {
  channelTypeOf,
  classOfKind,
  deviceClassNamed,
  deviceClassOf,
  driverOf,
  isAllowedInIsolatedVm,
} from './device-class.js';
import { DEVICE_CLASS_NAMES, DEVICE_CLASSES, IGNORED_CLASSES } from './device-class-table.js';
import { guid, type Guid } from './guid.js';
import { HV_SOCK_FLAG } from './offer.js';
import { VIRTUAL_DEVICE_KINDS } from './virtual-device.js';

const ARBITRARY_CLASS = guid('00001234-facb-11e6-bd58-64006a7986d3');

describe('device classes', () => {
  it('R1 lists the classes in the order of the kernel, each GUID once', () => {
    expect(DEVICE_CLASSES.map((c) => c.shortName)).toEqual([...DEVICE_CLASS_NAMES]);
    const guids = [...DEVICE_CLASSES, ...IGNORED_CLASSES].map((c) => c.classGuid);
    expect(new Set(guids).size).toBe(DEVICE_CLASS_NAMES.length + 4);
  });

  it.each([
    ['ide', '32412632-86cb-44a2-9b5c-50d1417354f5', 'multiple', true],
    ['scsi', 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f', 'multiple', true],
    ['fc', '2f9bcc4a-0069-4af3-b76b-6fd0be528cda', 'multiple', true],
    ['nic', 'f8615163-df3e-46c5-913f-f2d2f965ed0e', 'multiple', true],
    ['nd', '8c2eaf3d-32a7-4b09-ab99-bd1f1c86b501', 'multiple', true],
    ['pcie', '44c4f61d-4444-4400-9d52-802e27ede19f', 'multiple', false],
    ['fb', 'da0a7802-e377-4aac-8e77-0558eb1073f8', 'single', false],
    ['kbd', 'f912ad6d-2b17-48ea-bd65-f927a61c7684', 'single', false],
    ['mouse', 'cfa8b69e-5b4a-4cc0-b98b-8ba1a1f3f95a', 'single', false],
    ['kvp', 'a9a0f4e7-5a45-4d96-b827-8a841e8c03e6', 'single', false],
    ['ts', '9527e630-d0ae-497b-adce-e80ab0175caf', 'single', false],
    ['hb', '57164f39-9115-4e78-ab55-382f3bd5422d', 'single', false],
    ['shutdown', '0e0b6031-5213-4934-818b-38d90ced39db', 'single', false],
    ['fcopy', '34d14be3-dee4-41c8-9ae7-6b174977c192', 'single', false],
    ['backup', '35fa2e29-ea23-4236-96ae-3a6ebacba440', 'single', false],
    ['dm', '525074dc-8985-46e2-8057-a307dc18a502', 'single', false],
  ] as const)('R1 %s is class %s, %s', (shortName, classGuid, instances, perf) => {
    const found = deviceClassOf(guid(classGuid));
    expect([found?.shortName, found?.instances, found?.perf]).toEqual([shortName, instances, perf]);
    expect(deviceClassNamed(shortName)).toBe(found);
  });

  it.each([
    ['dm', '1eccfd72-4b41-45ef-b73a-4a6e44c12924'],
    ['mouse', '58f75a6d-d949-4320-99e1-a2a2576d581c'],
    ['kbd', 'd34b2567-b9b6-42b9-8778-0a4ec0b955bf'],
    ['fb', '5620e0c7-8062-4dce-aeb7-520c7ef76171'],
    ['hb', 'fd149e91-82e0-4a7d-afa6-2a4166cbd7c0'],
    ['kvp', '242ff919-07db-4180-9c2e-b86cb68c8c55'],
    ['shutdown', 'b6650ff7-33bc-4840-8048-e0676786f393'],
    ['ts', '2dd1ce17-079e-403c-b352-a1921ee207ee'],
    ['backup', '2450ee40-33bf-4fbd-892e-9fb06e9214cf'],
    ['fcopy', 'eb765408-105f-49b6-b4aa-c123b64d17d4'],
  ] as const)('R3 %s has instance GUID %s on every host', (shortName, instanceGuid) => {
    expect(deviceClassNamed(shortName).fixedInstanceGuid).toBe(instanceGuid);
  });

  it('R3 gives the ignored classes their fixed instance GUIDs', () => {
    expect(IGNORED_CLASSES.map((c) => [c.name, c.fixedInstanceGuid])).toEqual([
      ['AVMA1', '99221fa0-24ad-11e2-be98-001aa01bbf6e'],
      ['AVMA2', '4487b255-b88c-403f-bb51-d1f69cf17f87'],
      ['RDV', 'f5bee29c-1741-4aad-a4c2-8fdedb46dcc2'],
      ['IMC', 'c4e5e7d1-d748-4afc-979d-683167910a55'],
    ]);
  });

  it('MOVE-4 fixes the instance GUID of exactly the single-instance classes, each its own', () => {
    const fixed = DEVICE_CLASSES.filter((c) => c.fixedInstanceGuid !== undefined);
    expect(fixed).toEqual(DEVICE_CLASSES.filter((c) => c.instances === 'single'));
    expect(new Set(fixed.map((c) => c.fixedInstanceGuid)).size).toBe(fixed.length);
  });

  it('VPCI-1 puts directly assigned devices and virtual functions into the vPCI class', () => {
    expect([classOfKind('dda').shortName, classOfKind('vf').shortName]).toEqual(['pcie', 'pcie']);
  });

  it('maps every other kind of virtual device to a class of its own', () => {
    const kinds = VIRTUAL_DEVICE_KINDS.filter((kind) => kind !== 'vf');
    expect(new Set(kinds.map((kind) => classOfKind(kind).shortName)).size).toBe(kinds.length);
  });

  it('R2 leaves a class that Linux does not know without an entry', () => {
    expect(deviceClassOf(ARBITRARY_CLASS)).toBeUndefined();
  });
});

describe('channelTypeOf', () => {
  it('R16 recognises a Hyper-V socket by its flag, whatever the class', () => {
    const nicClass = classOfKind('nic').classGuid;
    expect(channelTypeOf({ classGuid: nicClass, flags: HV_SOCK_FLAG | 1 })).toEqual({ kind: 'hv-sock' });
    expect(channelTypeOf({ classGuid: ARBITRARY_CLASS, flags: HV_SOCK_FLAG })).toEqual({ kind: 'hv-sock' });
  });

  it('R1 tells devices, ignored classes and unknown ones apart', () => {
    const [avma1] = IGNORED_CLASSES;
    expect(
      [classOfKind('nic').classGuid, avma1!.classGuid, ARBITRARY_CLASS].map((classGuid) =>
        channelTypeOf({ classGuid, flags: 0 }),
      ),
    ).toEqual([
      { kind: 'device', deviceClass: classOfKind('nic') },
      { kind: 'ignored', ignoredClass: avma1 },
      { kind: 'unknown' },
    ]);
  });
});

describe('driverOf', () => {
  it.each([
    ['fcopy', '6.1.192', { driver: 'hv_utils', suspends: true }],
    ['fcopy', '6.9.12', { driver: 'hv_utils', suspends: true }],
    ['fcopy', '6.12.117', { since: '6.10', driver: 'uio_hv_generic', suspends: false }],
    ['video', '5.3.18', { driver: 'hyperv_fb', suspends: true }],
    ['video', '7.2.13', { since: '5.14', driver: 'hyperv_drm', suspends: true }],
    ['nic', '4.15.0', { driver: 'hv_netvsc', suspends: true }],
  ] as const)('R1 names the driver of %s on Linux %s', (kind, kernel, expected) => {
    expect(driverOf(classOfKind(kind), kernel)).toEqual(expected);
  });

  it('R69 only file copy ever had a driver that cannot suspend', () => {
    const cannot = DEVICE_CLASSES.filter((c) => c.drivers.some((epoch) => !epoch.suspends));
    expect(cannot.map((c) => c.shortName)).toEqual(['fcopy']);
  });
});

describe('isAllowedInIsolatedVm', () => {
  const accepted = (kernel: string): string[] =>
    DEVICE_CLASSES.filter((c) => isAllowedInIsolatedVm({ classGuid: c.classGuid, flags: 0 }, kernel)).map(
      (c) => c.shortName,
    );
  const offer = (classGuid: Guid, flags = 0) => ({ classGuid, flags });

  it('R17 accepts few classes, and vPCI only in newer kernels', () => {
    expect(accepted('6.1.192')).toEqual(['scsi', 'nic', 'ts', 'hb', 'shutdown']);
    expect(accepted('6.12.117')).toEqual(['scsi', 'nic', 'pcie', 'ts', 'hb', 'shutdown']);
  });

  it('R17 accepts sockets of any class and no class it does not know', () => {
    const kernel = '7.2.13';
    expect([
      isAllowedInIsolatedVm(offer(ARBITRARY_CLASS, HV_SOCK_FLAG), kernel),
      isAllowedInIsolatedVm(offer(ARBITRARY_CLASS), kernel),
      isAllowedInIsolatedVm(offer(IGNORED_CLASSES[0]!.classGuid), kernel),
    ]).toEqual([true, false, false]);
  });
});
