import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import type { DiskRow } from '../persistence/disk.repository.js';
import { diskDocument } from './disk-document.js';

const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web/providers`;
const DISK: DiskRow = {
  id: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
  subscriptionId: SUBSCRIPTION,
  groupName: 'web',
  name: 'disk',
  location: 'eastus',
  tags: {},
  sku: 'Premium_LRS',
  sizeGib: 128,
  supportsHibernation: true,
  properties: { creationData: { createOption: 'FromImage' }, osType: 'Linux', zones: ['1'] },
  vm: null,
  lun: null,
  isLeased: false,
  isAccessed: false,
  createdAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
};
const VM = { subscriptionId: SUBSCRIPTION, groupName: 'web', vmName: 'vm' };

const shown = (disk: DiskRow) => diskDocument(disk, loadCatalogue().disks.diskTier(disk.sku, disk.sizeGib));

describe('diskDocument', () => {
  it('shows a whole disk', () => {
    expect(shown(DISK)).toEqual({
      name: 'disk',
      id: `${PROVIDERS}/Microsoft.Compute/disks/disk`,
      type: 'Microsoft.Compute/disks',
      location: 'eastus',
      zones: ['1'],
      sku: { name: 'Premium_LRS', tier: 'Premium' },
      properties: {
        osType: 'Linux',
        creationData: { createOption: 'FromImage' },
        supportsHibernation: true,
        diskSizeGB: 128,
        diskSizeBytes: 137_438_953_472,
        diskIOPSReadWrite: 500,
        diskMBpsReadWrite: 100,
        tier: 'P10',
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        networkAccessPolicy: 'AllowAll',
        publicNetworkAccess: 'Enabled',
        timeCreated: '2026-01-02T03:04:05.000Z',
        provisioningState: 'Succeeded',
        diskState: 'Unattached',
        uniqueId: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
      },
    });
  });

  it.each([
    [null, false, undefined, 'Unattached'],
    [VM, false, `${PROVIDERS}/Microsoft.Compute/virtualMachines/vm`, 'Reserved'],
    [VM, true, `${PROVIDERS}/Microsoft.Compute/virtualMachines/vm`, 'Attached'],
  ])('shows who has it (%#)', (vm, isLeased, managedBy, diskState) => {
    const document = shown({ ...DISK, vm, isLeased });
    expect([document.managedBy, document.properties['diskState']]).toEqual([managedBy, diskState]);
  });

  it.each([
    ['Premium_LRS', 'Premium'],
    ['StandardSSD_ZRS', 'Standard'],
    ['Standard_LRS', 'Standard'],
    ['PremiumV2_LRS', 'Premium'],
    ['UltraSSD_LRS', 'Ultra'],
  ])('%s is of tier %s', (sku, tier) => {
    expect(shown({ ...DISK, sku }).sku).toEqual({ name: sku, tier });
  });
});
