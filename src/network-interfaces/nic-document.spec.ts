import { describe, expect, it } from 'vitest';
import type { NicRow } from '../persistence/network-interface.repository.js';
import { formatMac, nicDocument } from './nic-document.js';

const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web/providers`;
const NIC: NicRow = {
  id: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
  subscriptionId: SUBSCRIPTION,
  groupName: 'web',
  name: 'nic',
  location: 'eastus',
  tags: {},
  etag: '5f0e3b44-9f10-4c8e-8c4e-000000000002',
  mac: '000d3a0a0b0c',
  isAccelerated: true,
  properties: { networkSecurityGroup: { id: 'nsg' } },
  vm: null,
  position: null,
  ipConfigurations: [
    {
      name: 'ip',
      network: { subscriptionId: SUBSCRIPTION, groupName: 'web', name: 'net' },
      subnetName: 'front',
      subnetId: '5f0e3b44-9f10-4c8e-8c4e-000000000003',
      address: 0x0a000104,
      isStatic: false,
      isPrimary: true,
      properties: {},
    },
  ],
};
const SUFFIX = expect.stringMatching(/^[a-z2-7]{26}\.bx\.internal\.cloudapp\.net$/);
const FREE = {
  name: 'nic',
  id: `${PROVIDERS}/Microsoft.Network/networkInterfaces/nic`,
  etag: 'W/"5f0e3b44-9f10-4c8e-8c4e-000000000002"',
  type: 'Microsoft.Network/networkInterfaces',
  location: 'eastus',
  kind: 'Regular',
  properties: {
    provisioningState: 'Succeeded',
    resourceGuid: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
    ipConfigurations: [
      {
        name: 'ip',
        id: `${PROVIDERS}/Microsoft.Network/networkInterfaces/nic/ipConfigurations/ip`,
        etag: 'W/"5f0e3b44-9f10-4c8e-8c4e-000000000002"',
        type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
        properties: {
          provisioningState: 'Succeeded',
          privateIPAddress: '10.0.1.4',
          privateIPAllocationMethod: 'Dynamic',
          privateIPAddressVersion: 'IPv4',
          subnet: { id: `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/front` },
          primary: true,
        },
      },
    ],
    dnsSettings: { dnsServers: [], appliedDnsServers: [], internalDomainNameSuffix: SUFFIX },
    enableAcceleratedNetworking: true,
    vnetEncryptionSupported: false,
    enableIPForwarding: false,
    disableTcpStateTracking: false,
    networkSecurityGroup: { id: 'nsg' },
    hostedWorkloads: [],
    tapConfigurations: [],
    nicType: 'Standard',
    allowPort25Out: false,
    auxiliaryMode: 'None',
    auxiliarySku: 'None',
  },
};

describe('nicDocument', () => {
  it('shows a NIC that nobody has without its MAC address', () => {
    expect(nicDocument(NIC)).toEqual(FREE);
  });

  it('does not say that a NIC that nobody has is not accelerated', () => {
    const { enableAcceleratedNetworking: _absent, ...properties } = FREE.properties;
    expect(nicDocument({ ...NIC, isAccelerated: false })).toEqual({ ...FREE, properties });
    const vm = { subscriptionId: SUBSCRIPTION, groupName: 'web', vmName: 'vm' };
    expect(nicDocument({ ...NIC, isAccelerated: false, vm }).properties).toMatchObject({
      enableAcceleratedNetworking: false,
    });
  });

  it('gives NICs of a network the same domain, and those of another one another', () => {
    const suffixIn = (name: string, nic = 'nic') => {
      const ipConfigurations = NIC.ipConfigurations.map((ip) => ({
        ...ip,
        network: { ...ip.network, name },
      }));
      const { dnsSettings } = nicDocument({ ...NIC, name: nic, ipConfigurations }).properties;
      return (dnsSettings as { readonly internalDomainNameSuffix: string }).internalDomainNameSuffix;
    };
    expect(suffixIn('NET', 'other')).toBe(suffixIn('net'));
    expect(suffixIn('net-2')).not.toBe(suffixIn('net'));
  });

  it('shows the VM that has it', () => {
    const vm = { subscriptionId: SUBSCRIPTION, groupName: 'web', vmName: 'vm' };
    expect(nicDocument({ ...NIC, vm, position: 1, tags: { a: 'b' } })).toEqual({
      ...FREE,
      tags: { a: 'b' },
      properties: {
        ...FREE.properties,
        macAddress: '00-0D-3A-0A-0B-0C',
        primary: false,
        virtualMachine: { id: `${PROVIDERS}/Microsoft.Compute/virtualMachines/vm` },
      },
    });
  });
});

describe('formatMac', () => {
  it('writes pairs', () => {
    expect(formatMac('7c1e52abcdef')).toBe('7C-1E-52-AB-CD-EF');
  });
});
