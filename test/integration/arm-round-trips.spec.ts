import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath, type ArmAnswer } from '../world/arm-app.js';
import { network, prepare } from '../world/arm-groups.js';

/*
 * Clients read a document, change a member and send the whole back. So whatever a GET shows, a PUT must take, and a
 * document that is sent back as it was must change nothing but its tag.
 */

const SEED = 20_261_206;
const RUNS = 12;
const location = 'eastus';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await prepare(arm, 'g');
  await arm.ok('PUT', groupPath('g', 'Microsoft.Network/networkSecurityGroups/there'), { location });
  await arm.ok('PUT', groupPath('g', 'Microsoft.Compute/disks/source'), {
    location,
    properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 16 },
  });
  for (const parent of ['galleries/parent', 'capacityReservationGroups/parent']) {
    await arm.ok('PUT', groupPath('g', `Microsoft.Compute/${parent}`), { location });
  }
  await arm.ok('PUT', groupPath('g', 'Microsoft.Compute/hostGroups/parent'), {
    location,
    properties: { platformFaultDomainCount: 1 },
  });
});
afterAll(() => arm.close());

const tags = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.stringMatching(/^[\w .-]{0,8}$/), {
  maxKeys: 3,
});
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const reference = (type: string, name: string) => fc.constant({ id: groupPath('g', `${type}/${name}`) });
const record = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members);
const body = (properties: fc.Arbitrary<unknown>, envelope: Record<string, fc.Arbitrary<unknown>> = {}) =>
  record({ location: fc.constant(location), tags: optional(tags), properties, ...envelope });

const NSG_REFERENCE = optional(reference('Microsoft.Network/networkSecurityGroups', 'there'));
const RULE = record({
  protocol: fc.constantFrom('*', 'Tcp', 'udp'),
  sourcePortRange: fc.constantFrom('*', '80'),
  destinationPortRanges: fc.constantFrom(['22', '80-90'], ['443']),
  sourceAddressPrefix: fc.constantFrom('*', '10.0.0.0/8', 'Internet'),
  destinationAddressPrefix: fc.constant('*'),
  access: fc.constantFrom('Allow', 'Deny'),
  direction: fc.constantFrom('Inbound', 'outbound'),
  description: optional(fc.constant('why')),
});
const RULES = fc
  .array(RULE, { maxLength: 3 })
  .map((rules) =>
    rules.map((rule, at) => ({ name: `r${at}`, properties: { ...(rule as object), priority: 100 + at } })),
  );
const SUBNETS = fc
  .array(record({ networkSecurityGroup: NSG_REFERENCE, serviceEndpoints: optional(fc.constant([])) }), {
    maxLength: 3,
  })
  .map((subnets) =>
    subnets.map((subnet, at) => ({
      name: `s${at}`,
      properties: { ...(subnet as object), addressPrefix: `10.0.${at}.0/24` },
    })),
  );

const TYPES: readonly (readonly [type: string, fc.Arbitrary<unknown>])[] = [
  [
    'Microsoft.Network/networkSecurityGroups/n',
    body(record({ securityRules: optional(RULES), flushConnection: optional(fc.boolean()) })),
  ],
  [
    'Microsoft.Network/publicIPAddresses/n',
    body(
      record({
        publicIPAllocationMethod: fc.constant('Static'),
        idleTimeoutInMinutes: optional(fc.integer({ min: 4, max: 30 })),
        dnsSettings: optional(fc.constant({ domainNameLabel: 'here' })),
      }),
      {
        sku: fc.constantFrom({ name: 'Standard' }, { name: 'standard', tier: 'Regional' }),
        zones: optional(fc.constant(['1'])),
      },
    ),
  ],
  [
    'Microsoft.Network/virtualNetworks/net-2',
    body(
      record({
        addressSpace: fc.constant({ addressPrefixes: ['10.0.0.0/16'] }),
        subnets: SUBNETS,
        dhcpOptions: optional(fc.constant({ dnsServers: ['10.0.0.4'] })),
        enableDdosProtection: optional(fc.boolean()),
      }),
    ),
  ],
  [
    'Microsoft.Network/networkInterfaces/n',
    body(
      record({
        ipConfigurations: record({
          subnet: fc.constant({ id: `${network('g')}/subnets/default` }),
          primary: optional(fc.constant(true)),
        }).map((properties) => [{ name: 'ip', properties }]),
        enableAcceleratedNetworking: optional(fc.boolean()),
        enableIPForwarding: optional(fc.boolean()),
        networkSecurityGroup: NSG_REFERENCE,
        dnsSettings: optional(fc.constant({ dnsServers: ['10.0.0.5'] })),
      }),
    ),
  ],
  [
    'Microsoft.Compute/disks/n',
    body(
      record({
        creationData: fc.constantFrom(
          { createOption: 'Empty' },
          { createOption: 'Upload', uploadSizeBytes: 2 ** 30 + 512 },
          { createOption: 'Copy', sourceResourceId: groupPath('g', 'Microsoft.Compute/disks/source') },
        ),
        diskSizeGB: fc.constantFrom(16, 64),
        supportsHibernation: optional(fc.boolean()),
        maxShares: optional(fc.integer({ min: 1, max: 2 })),
      }),
      { sku: optional(fc.constantFrom({ name: 'Premium_LRS' }, { name: 'standardssd_lrs' })) },
    ),
  ],
  [
    'Microsoft.Compute/snapshots/n',
    body(
      record({
        creationData: fc.constantFrom(
          { createOption: 'Copy', sourceResourceId: groupPath('g', 'Microsoft.Compute/disks/source') },
          { createOption: 'Import', sourceUri: 'https://b/x.vhd', storageAccountId: 'id' },
        ),
        incremental: optional(fc.boolean()),
        diskSizeGB: optional(fc.constant(32)),
      }),
      { sku: optional(fc.constant({ name: 'Standard_ZRS' })) },
    ),
  ],
  [
    'Microsoft.Compute/availabilitySets/n',
    body(record({ platformFaultDomainCount: optional(fc.integer({ min: 1, max: 3 })) }), {
      sku: optional(fc.constant({ name: 'Aligned' })),
    }),
  ],
  ['Microsoft.Compute/proximityPlacementGroups/n', body(fc.constant({}))],
  ['Microsoft.Compute/sshPublicKeys/n', body(record({ publicKey: optional(fc.constant('ssh-rsa AAAA')) }))],
  [
    'Microsoft.Compute/images/n',
    body(fc.constant({ storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } } })),
  ],
  ['Microsoft.Compute/galleries/n', body(record({ description: optional(fc.constant('d')) }))],
  [
    'Microsoft.Compute/galleries/parent/images/n',
    body(
      record({
        osType: fc.constantFrom('Linux', 'Windows'),
        osState: fc.constant('Generalized'),
        identifier: fc.constant({ publisher: 'a', offer: 'b', sku: 'c' }),
        features: optional(fc.constant([{ name: 'IsHibernateSupported', value: 'True' }])),
      }),
    ),
  ],
  [
    'Microsoft.Compute/capacityReservationGroups/n',
    body(fc.constant({}), { zones: optional(fc.constant(['1'])) }),
  ],
  [
    'Microsoft.Compute/capacityReservationGroups/parent/capacityReservations/n',
    body(fc.constant({}), { sku: fc.constant({ name: 'Standard_D2s_v5', capacity: 1 }) }),
  ],
  ['Microsoft.Compute/hostGroups/n', body(fc.constant({ platformFaultDomainCount: 1 }))],
  [
    'Microsoft.Compute/hostGroups/parent/hosts/n',
    body(record({ platformFaultDomain: optional(fc.constant(0)) }), {
      sku: fc.constant({ name: 'DSv3-Type1' }),
    }),
  ],
];

/** A document without what changes with every write. */
function withoutTag(document: ArmAnswer['body']): unknown {
  return JSON.parse(JSON.stringify(document, (name, value) => (name === 'etag' ? undefined : value)));
}

describe('what GET shows PUT takes', () => {
  it.each(TYPES)(`ARM-26 ARM-9 of %s (seed ${SEED})`, async (type, bodies) => {
    const path = groupPath('g', type);
    const property = fc.asyncProperty(bodies, async (wanted) => {
      await arm.ok('PUT', path, wanted);
      const shown = await arm.ok('GET', path);
      const again = await arm.send('PUT', path, shown);
      expect([again.status, again.body.error]).toEqual([again.status === 202 ? 202 : 200, undefined]);
      expect(withoutTag(await arm.ok('GET', path))).toEqual(withoutTag(shown));
      await arm.ok('DELETE', path);
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
  });

  it('ARM-9 a subnet and a security rule, which are parts of others', async () => {
    const subnet = `${network('g')}/subnets/more`;
    await arm.ok('PUT', subnet, {
      properties: {
        addressPrefix: '10.0.7.0/24',
        networkSecurityGroup: { id: groupPath('g', 'Microsoft.Network/networkSecurityGroups/there') },
      },
    });
    const rule = groupPath('g', 'Microsoft.Network/networkSecurityGroups/there/securityRules/r');
    await arm.ok('PUT', rule, {
      properties: { protocol: '*', access: 'Deny', priority: 200, direction: 'Inbound' },
    });
    for (const path of [subnet, rule]) {
      const shown = await arm.ok('GET', path);
      expect((await arm.send('PUT', path, shown)).status).toBe(200);
      expect(withoutTag(await arm.ok('GET', path))).toEqual(withoutTag(shown));
    }
  });

  it('ARM-15 the IP configurations of a NIC can be read alone', async () => {
    const nic = groupPath('g', 'Microsoft.Network/networkInterfaces/parts');
    await arm.ok('PUT', nic, {
      location,
      properties: {
        ipConfigurations: [{ name: 'ip', properties: { subnet: { id: `${network('g')}/subnets/default` } } }],
      },
    });
    const { properties } = await arm.ok('GET', nic);
    expect((await arm.ok('GET', `${nic}/ipConfigurations`)).value).toEqual(properties.ipConfigurations);
    expect(await arm.ok('GET', `${nic}/ipConfigurations/IP`)).toEqual(properties.ipConfigurations[0]);
    expect((await arm.send('GET', `${nic}/ipConfigurations/none`)).status).toBe(404);
  });
});
