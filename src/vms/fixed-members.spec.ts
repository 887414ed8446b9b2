import { describe, expect, it } from 'vitest';
import { fixedMembersRefusal, type FixedMembers, type MadeVm } from './fixed-members.js';

const DISK = { subscriptionId: 's', groupName: 'g', name: 'os', sizeGib: 64 };
const MADE: MadeVm = {
  location: 'eastus',
  spec: {
    top: { zones: ['1'] },
    imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: 'server', version: 'latest' },
    osProfile: { computerName: 'web', adminUsername: 'azureuser' },
  },
  exclusions: ['spot'],
  osDisk: DISK,
};

describe('fixedMembersRefusal', () => {
  it.each<[FixedMembers, string | undefined]>([
    [{}, undefined],
    [
      {
        location: 'eastus',
        zones: ['1'],
        imageReference: { publisher: 'canonical', exactVersion: '24.04.1' },
        osDisk: { name: 'OS', disk: { ...DISK, groupName: 'G' }, sizeGib: 64 },
        computerName: 'WEB',
        adminUsername: 'azureuser',
        exclusions: ['spot'],
      },
      undefined,
    ],
    [{ exclusions: [] }, undefined],
    [{ location: 'westus2' }, 'location differs from what the VM has'],
    [{ zones: ['2'] }, 'zones differs from what the VM has'],
    [{ plan: { name: 'x' } }, 'plan differs from what the VM has'],
    [
      { imageReference: { publisher: 'Debian' } },
      'properties.storageProfile.imageReference differs from what the VM has',
    ],
    [{ osDisk: { name: 'other' } }, 'properties.storageProfile.osDisk.name differs from what the VM has'],
    [
      { osDisk: { disk: { ...DISK, name: 'other' } } },
      'properties.storageProfile.osDisk.managedDisk.id differs from what the VM has',
    ],
    [
      { osDisk: { sizeGib: 128 } },
      'properties.storageProfile.osDisk.diskSizeGB differs from what the VM has',
    ],
    [{ computerName: 'other' }, 'properties.osProfile.computerName differs from what the VM has'],
    [{ adminUsername: 'root' }, 'properties.osProfile.adminUsername differs from what the VM has'],
    [{ exclusions: ['spot', 'availability set'] }, 'the VM was made without: availability set'],
  ])('ARM-25 %j: %s', (fixed, detail) => {
    expect(fixedMembersRefusal(MADE, fixed)?.detail).toBe(detail);
  });
});
