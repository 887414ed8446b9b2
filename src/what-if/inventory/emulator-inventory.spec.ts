import { describe, expect, it } from 'vitest';
import { emulatorInventory } from './emulator-inventory.js';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop`;

function idOf(type: string, name: string): string {
  return `${GROUP}/providers/${type}/${name}`;
}

const web = {
  id: idOf('Microsoft.Compute/virtualMachines', 'web-1'),
  name: 'web-1',
  location: 'westeurope',
  tags: { 'Torpor-Group': 'office', owner: 'me' },
  properties: {
    hardwareProfile: { vmSize: 'Standard_D4s_v5' },
    additionalCapabilities: { hibernationEnabled: true },
    storageProfile: {
      osDisk: { managedDisk: { id: idOf('Microsoft.Compute/DISKS', 'Web-1-os') } },
      dataDisks: [{ lun: 0 }, { lun: 1 }],
    },
    networkProfile: {
      networkInterfaces: [
        { id: idOf('Microsoft.Network/networkInterfaces', 'web-1-a') },
        { id: idOf('Microsoft.Network/networkInterfaces', 'WEB-1-b') },
      ],
    },
  },
};
const bare = {
  id: idOf('Microsoft.Compute/virtualMachines', 'bare'),
  location: 'eastus',
  properties: { hardwareProfile: { vmSize: 'Standard_B1s' } },
};

describe('the inventory of an emulator', () => {
  it('has a row per VM, from its documents and those of its NICs, disks and emulation', () => {
    const inventory = emulatorInventory({
      virtualMachines: [web, bare],
      networkInterfaces: [
        {
          id: idOf('Microsoft.Network/networkInterfaces', 'web-1-a'),
          properties: { enableAcceleratedNetworking: true },
        },
        { id: idOf('Microsoft.Network/networkInterfaces', 'web-1-b'), properties: {} },
      ],
      disks: [
        {
          id: idOf('Microsoft.Compute/disks', 'web-1-os'),
          sku: { name: 'Premium_LRS' },
          properties: { diskSizeGB: 64 },
        },
      ],
      emulations: [
        {
          id: `${web.id}/providers/Torpor.Emulator/emulation/default`,
          properties: {
            guestProfile: 'debian-13',
            guestOverrides: { swapMib: 0 },
            faults: [{ kind: 'guest-hang' }],
          },
        },
      ],
    });
    expect(inventory).toEqual({
      rows: [
        {
          name: 'shop/web-1',
          tenant: SUBSCRIPTION,
          region: 'westeurope',
          group: 'office',
          size: 'Standard_D4s_v5',
          image: 'debian-13',
          nics: 2,
          acceleratedNics: 1,
          dataDisks: 2,
          osDiskGib: 64,
          osDiskSku: 'Premium_LRS',
          hibernationEnabled: true,
        },
        {
          name: 'shop/bare',
          tenant: SUBSCRIPTION,
          region: 'eastus',
          size: 'Standard_B1s',
          dataDisks: 0,
          hibernationEnabled: false,
        },
      ],
      notes: [
        'Of 1 VMs the guest differs from its profile: the profile counts.',
        'On 1 VMs faults are staged: an inventory has none.',
      ],
    });
  });

  it('refuses what is no VM', () => {
    const documents = {
      virtualMachines: [{ id: '/nonsense' }],
      networkInterfaces: [],
      disks: [],
      emulations: [],
    };
    expect(() => emulatorInventory(documents)).toThrow(new TypeError('no VM has the id /nonsense'));
  });
});
