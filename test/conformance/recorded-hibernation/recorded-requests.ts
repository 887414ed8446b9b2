import { groupPath } from '../../world/arm-app.js';

/** The requests of the recording, with names of their own. */

const G = 'recorded';
const location = 'eastus';
export const GROUP_PATH = groupPath(G);
export const NETWORK_PATH = groupPath(G, 'Microsoft.Network/virtualNetworks/vnet');
export const NIC_PATH = groupPath(G, 'Microsoft.Network/networkInterfaces/nic');
export const VM_PATH = groupPath(G, 'Microsoft.Compute/virtualMachines/javavm');

export const GROUP_BODY = { location };
export const NETWORK_BODY = {
  location,
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/28'] },
    dhcpOptions: { dnsServers: [] },
    subnets: [{ name: 'subnet1', properties: { addressPrefix: '10.0.0.0/28' } }],
  },
};
export const NIC_BODY = {
  location,
  properties: {
    ipConfigurations: [
      {
        name: 'primary',
        properties: {
          privateIPAllocationMethod: 'Dynamic',
          subnet: { id: `${NETWORK_PATH}/subnets/subnet1` },
          primary: true,
        },
      },
    ],
    dnsSettings: {},
  },
};
export const VM_BODY = {
  location,
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2as_v5' },
    storageProfile: {
      imageReference: {
        publisher: 'MicrosoftWindowsServer',
        offer: 'WindowsServer',
        sku: '2019-Datacenter',
        version: 'latest',
      },
      osDisk: {
        createOption: 'FromImage',
        caching: 'ReadWrite',
        managedDisk: { storageAccountType: 'Standard_LRS' },
      },
    },
    additionalCapabilities: { hibernationEnabled: true },
    osProfile: {
      computerName: 'javavm',
      adminUsername: 'Foo12',
      adminPassword: 'Not-recorded-1',
      windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
    },
    networkProfile: { networkInterfaces: [{ id: NIC_PATH, properties: { primary: true } }] },
  },
};
