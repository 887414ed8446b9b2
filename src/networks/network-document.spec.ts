import { describe, expect, it } from 'vitest';
import type { NetworkRow } from '../persistence/network.repository.js';
import { networkDocument } from './network-document.js';

const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web`;
const NETWORK: NetworkRow = {
  id: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
  subscriptionId: SUBSCRIPTION,
  groupName: 'web',
  name: 'net',
  location: 'eastus',
  tags: {},
  etag: '5f0e3b44-9f10-4c8e-8c4e-000000000002',
  properties: { addressPrefixes: ['10.0.0.0/16'] },
  subnets: [],
};

describe('networkDocument', () => {
  it('shows an empty network', () => {
    expect(networkDocument(NETWORK, 'Updating')).toEqual({
      id: `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`,
      name: 'net',
      etag: 'W/"5f0e3b44-9f10-4c8e-8c4e-000000000002"',
      type: 'Microsoft.Network/virtualNetworks',
      location: 'eastus',
      properties: {
        provisioningState: 'Updating',
        resourceGuid: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [],
        virtualNetworkPeerings: [],
        enableDdosProtection: false,
        privateEndpointVNetPolicies: 'Disabled',
      },
    });
  });

  it('shows subnets with who uses them', () => {
    const subnet = {
      id: '5f0e3b44-9f10-4c8e-8c4e-000000000003',
      name: 'front',
      etag: '5f0e3b44-9f10-4c8e-8c4e-000000000004',
      properties: { addressPrefix: '10.0.1.0/24' },
      users: [{ subscriptionId: SUBSCRIPTION, groupName: 'web', nicName: 'nic', configurationName: 'ip' }],
    };
    expect(networkDocument({ ...NETWORK, tags: { a: 'b' }, subnets: [subnet] })).toMatchObject({
      tags: { a: 'b' },
      properties: {
        subnets: [
          {
            id: `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/front`,
            name: 'front',
            etag: 'W/"5f0e3b44-9f10-4c8e-8c4e-000000000004"',
            type: 'Microsoft.Network/virtualNetworks/subnets',
            properties: {
              provisioningState: 'Succeeded',
              addressPrefix: '10.0.1.0/24',
              delegations: [],
              privateEndpointNetworkPolicies: 'Disabled',
              privateLinkServiceNetworkPolicies: 'Enabled',
              ipConfigurations: [
                { id: `${GROUP}/providers/Microsoft.Network/networkInterfaces/nic/ipConfigurations/ip` },
              ],
            },
          },
        ],
      },
    });
  });
});
