import { describe, expect, it } from 'vitest';
import type { VmState } from '#libs/vm-lifecycle';
import type { DiskRow } from '../persistence/disk.repository.js';
import { changedDisk, diskChangeRefusal, madeDifferentlyRefusal } from './disk-changes.js';
import type { DiskChange, WantedDiskResource } from './wanted-disk-resource.js';

const DISK: DiskRow = {
  id: 'd',
  subscriptionId: 's',
  groupName: 'g',
  name: 'disk',
  location: 'eastus',
  tags: {},
  sku: 'Premium_LRS',
  sizeGib: 64,
  supportsHibernation: true,
  properties: { creationData: { createOption: 'Empty' } },
  vm: null,
  lun: null,
  isLeased: false,
  isAccessed: false,
  createdAt: new Date(0),
};
const owner = (state: VmState, claimedBy: string | null = null) => ({
  vmId: 'v',
  vmName: 'vm',
  size: 'Standard_D2s_v5',
  state,
  claimedBy,
});
const DEALLOCATED = owner({ kind: 'deallocated' });
const RUNNING = owner({ kind: 'running', hostId: 'h' });
const HIBERNATED = owner({ kind: 'hibernated', imageDiskId: 'd' });

describe('diskChangeRefusal', () => {
  it.each<[string, DiskChange, Parameters<typeof diskChangeRefusal>[2], string | undefined]>([
    ['a free disk grows', { sizeGib: 128, properties: {} }, { isNeededForHibernation: false }, undefined],
    [
      'no disk shrinks',
      { sizeGib: 32, properties: {} },
      { isNeededForHibernation: false },
      'disk-too-small: disk disk has 64 GiB, 32 were asked for',
    ],
    [
      'a reserved disk grows',
      { sizeGib: 128, properties: {} },
      { owner: DEALLOCATED, isNeededForHibernation: true },
      undefined,
    ],
    [
      'a disk in use keeps its SKU',
      { sku: 'Standard_LRS', properties: {} },
      { owner: RUNNING, isNeededForHibernation: false },
      'disk-in-use: disk disk belongs to VM vm, which is running',
    ],
    [
      'tags always change',
      { tags: { a: 'b' }, properties: {} },
      { owner: HIBERNATED, isNeededForHibernation: true },
      undefined,
    ],
    [
      'an OS disk keeps what hibernation needs',
      { supportsHibernation: false, properties: {} },
      { owner: DEALLOCATED, isNeededForHibernation: true },
      'disk-in-use: VM vm is enabled for hibernation, which its OS disk must support',
    ],
    [
      'an operation has the VM',
      { sizeGib: 128, properties: {} },
      { owner: owner({ kind: 'deallocated' }, 'op'), isNeededForHibernation: false },
      'vm-busy: operation op has VM vm',
    ],
    [
      'a reserved disk stays shareable or not',
      { properties: { maxShares: 2 } },
      { owner: DEALLOCATED, isNeededForHibernation: false },
      'disk-in-use: disk disk belongs to VM vm, which is deallocated',
    ],
  ])('%s', (_name, change, ownership, expected) => {
    const refused = diskChangeRefusal(DISK, changedDisk(DISK, change), ownership);
    expect(refused === undefined ? undefined : `${refused.code}: ${refused.detail}`).toBe(expected);
  });

  it('AZURE-25 a disk of a hibernated VM does not change', () => {
    const after = changedDisk(DISK, { sizeGib: 128, properties: {} });
    expect(diskChangeRefusal(DISK, after, { owner: HIBERNATED, isNeededForHibernation: true })).toEqual({
      code: 'hibernated-vm-immutable',
      rule: 'AZURE-25',
      detail: 'VM vm is hibernated: its disks cannot change',
    });
  });
});

describe('madeDifferentlyRefusal', () => {
  const wanted: WantedDiskResource = {
    location: 'eastus',
    source: { kind: 'empty', shown: {} },
    properties: {},
  };

  it.each<[string, WantedDiskResource, string | undefined]>([
    ['the same', wanted, undefined],
    ['elsewhere', { ...wanted, location: 'westus2' }, 'location'],
    ['in a zone', { ...wanted, zones: ['1'] }, 'zones'],
    [
      'from something else',
      { ...wanted, source: { kind: 'image', shown: {} } },
      'properties.creationData.createOption',
    ],
  ])('ARM-25 %s', (_name, other, target) => {
    expect(madeDifferentlyRefusal(DISK, other)?.target).toBe(target);
  });
});
