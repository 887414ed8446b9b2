import { describe, expect, it } from 'vitest';
import { ignoredOfNic, NIC_BODY } from './nic.dto.js';

const GROUP =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.Network';

function ignored(properties: object, ip: object = {}): readonly string[] {
  const subnet = { id: `${GROUP}/virtualNetworks/n/subnets/s` };
  const ipConfigurations = [{ name: 'ip', properties: { subnet, ...ip } }];
  return ignoredOfNic(
    NIC_BODY.parse({ location: 'eastus', properties: { ipConfigurations, ...properties } }),
  );
}

describe('ignoredOfNic', () => {
  it.each<[string, object, object, readonly string[]]>([
    ['nothing of what has an effect', { enableAcceleratedNetworking: true }, { primary: true }, []],
    [
      'nothing of what answers say by themselves',
      {
        enableIPForwarding: false,
        auxiliaryMode: 'None',
        auxiliarySku: 'None',
        dnsSettings: { dnsServers: [] },
      },
      {},
      [],
    ],
    [
      'what would filter or route',
      {
        enableIPForwarding: true,
        auxiliaryMode: 'Floating',
        networkSecurityGroup: { id: `${GROUP}/networkSecurityGroups/x` },
      },
      { loadBalancerBackendAddressPools: [{ id: 'pool' }] },
      [
        'properties.networkSecurityGroup',
        'properties.enableIPForwarding',
        'properties.auxiliaryMode',
        'properties.ipConfigurations[0].properties.loadBalancerBackendAddressPools',
      ],
    ],
  ])('TORPOR-22 names %s', (_what, properties, ip, expected) => {
    expect(ignored(properties, ip)).toEqual(expected);
  });
});
