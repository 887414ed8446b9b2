import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC_ADDRESS_COUNT, publicAddressAt } from '../../src/persistence/public-address.repository.js';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { act, NETWORK_BODY, network, nic, nicBody, prepare, vm, vmBody } from '../world/arm-groups.js';
import { outcomeOf, wrong } from '../world/arm-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

const location = 'eastus';
const nsg = (group: string, name: string) =>
  groupPath(group, `Microsoft.Network/networkSecurityGroups/${name}`);
const address = (group: string, name: string) =>
  groupPath(group, `Microsoft.Network/publicIPAddresses/${name}`);
const rule = (name: string, priority: number, properties: object = {}) => ({
  name,
  properties: {
    protocol: 'tcp',
    sourcePortRange: '*',
    destinationPortRange: '22',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'allow',
    priority,
    direction: 'inbound',
    ...properties,
  },
});
const addressBody = (method: 'Static' | 'Dynamic', sku = 'Basic') => ({
  location,
  sku: { name: sku },
  properties: { publicIPAllocationMethod: method },
});
const withAddress = (group: string, name: string, properties: object = {}) =>
  nicBody(group, properties, { publicIPAddress: { id: address(group, name) } });
const ipOf = async (group: string, name: string): Promise<unknown> =>
  (await arm.ok('GET', address(group, name))).properties.ipAddress;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

describe('network security groups', () => {
  beforeAll(() => prepare(arm, 'nsgs'));

  it('ARM-9 answers a new group with 201, its operation and what it is', async () => {
    const put = await arm.send('PUT', nsg('nsgs', 'Web'), {
      location: 'East US',
      tags: { a: 'b' },
      properties: { securityRules: [rule('ssh', 1000)] },
    });
    expect([put.status, put.headers['retry-after'], put.headers['x-torpor-ignored']]).toEqual([
      201,
      '1',
      'properties.securityRules',
    ]);
    expect(put.body.properties.provisioningState).toBe('Updating');
    const status = await arm.ok('GET', put.headers['azure-asyncoperation'] ?? '');
    expect(status.status).toBe('Succeeded');
    const read = await arm.send('GET', nsg('nsgs', 'web').replace('networkS', 'NETWORKs'));
    expect(read.headers['etag']).toBe(read.body.etag);
    const { etag, properties, ...envelope } = read.body;
    expect(envelope).toEqual({
      name: 'Web',
      id: nsg('nsgs', 'Web'),
      type: 'Microsoft.Network/networkSecurityGroups',
      location,
      tags: { a: 'b' },
    });
    expect(properties.securityRules).toEqual([
      {
        name: 'ssh',
        id: `${nsg('nsgs', 'Web')}/securityRules/ssh`,
        etag,
        type: 'Microsoft.Network/networkSecurityGroups/securityRules',
        properties: {
          ...rule('ssh', 1000, { protocol: 'Tcp', access: 'Allow', direction: 'Inbound' }).properties,
          sourcePortRanges: [],
          destinationPortRanges: [],
          sourceAddressPrefixes: [],
          destinationAddressPrefixes: [],
          provisioningState: 'Succeeded',
        },
      },
    ]);
    const named = properties.defaultSecurityRules.map(({ name }: { name: string }) => name);
    expect(named).toEqual([
      'AllowVnetInBound',
      'AllowAzureLoadBalancerInBound',
      'DenyAllInBound',
      'AllowVnetOutBound',
      'AllowInternetOutBound',
      'DenyAllOutBound',
    ]);
  });

  it('ARM-9 ARM-11 rules are resources of their own', async () => {
    const path = `${nsg('nsgs', 'web')}/securityRules/Http`;
    const body = { properties: rule('', 1010, { destinationPortRange: '80' }).properties };
    const made = await arm.send('PUT', path, body);
    expect([made.status, made.body.name, made.body.properties.provisioningState]).toEqual([
      201,
      'Http',
      'Updating',
    ]);
    const again = await arm.send('PUT', path.replace('Http', 'HTTP'), body);
    expect([again.status, again.body.name]).toEqual([200, 'Http']);
    const rules = await arm.ok('GET', `${nsg('nsgs', 'web')}/securityRules`);
    expect(rules.value.map(({ name }: { name: string }) => name)).toEqual(['Http', 'ssh']);
    expect((await arm.ok('GET', path)).properties.destinationPortRange).toBe('80');
    const defaults = await arm.ok('GET', `${nsg('nsgs', 'web')}/defaultSecurityRules/DenyAllInBound`);
    expect(defaults.properties.priority).toBe(65500);
    expect((await arm.send('DELETE', path)).status).toBe(202);
    expect((await arm.send('DELETE', path)).status).toBe(204);
    expect((await arm.send('GET', path)).status).toBe(404);
  });

  it('ARM-29 ARM-24 NICs and subnets refer to groups that exist, and hold them', async () => {
    const reference = { networkSecurityGroup: { id: nsg('NSGS', 'wEb').toUpperCase() } };
    await arm.ok('PUT', nic('nsgs', 'nic'), nicBody('nsgs', reference));
    const shown = await arm.ok('GET', nic('nsgs', 'nic'));
    expect(shown.properties.networkSecurityGroup).toEqual({ id: nsg('nsgs', 'Web') });
    const subnet = `${network('nsgs')}/subnets/default`;
    await arm.ok('PUT', subnet, { properties: { addressPrefix: '10.0.0.0/24', ...reference } });
    const group = await arm.ok('GET', nsg('nsgs', 'web'));
    expect([group.properties.networkInterfaces, group.properties.subnets]).toEqual([
      [{ id: nic('nsgs', 'nic') }],
      [{ id: subnet }],
    ]);
    const refused = await arm.send('DELETE', nsg('nsgs', 'web'));
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'Another resource uses this one: network interface nic has network security group Web.',
    ]);
    await arm.ok('PUT', nic('nsgs', 'nic'), nicBody('nsgs'));
    await arm.ok('PUT', network('nsgs'), NETWORK_BODY);
    expect((await arm.ok('GET', nsg('nsgs', 'web'))).properties.subnets).toBeUndefined();
    expect((await arm.send('DELETE', nsg('nsgs', 'web'))).status).toBe(202);
    expect((await arm.send('DELETE', nsg('nsgs', 'web'))).status).toBe(204);
  });

  it('ARM-14 a PATCH changes tags alone, a stale tag nothing', async () => {
    await arm.ok('PUT', nsg('nsgs', 'tagged'), { location, properties: { securityRules: [rule('a', 100)] } });
    const { etag } = await arm.ok('GET', nsg('nsgs', 'tagged'));
    const patched = await arm.send('PATCH', nsg('nsgs', 'tagged'), { tags: { x: 'y' } });
    expect([patched.status, patched.body.tags, patched.body.properties.securityRules.length]).toEqual([
      200,
      { x: 'y' },
      1,
    ]);
    const stale = await arm.send(
      'PUT',
      nsg('nsgs', 'tagged'),
      { location },
      { headers: { 'if-match': etag } },
    );
    expect(stale.status).toBe(412);
  });

  it('ARM-13 are listed by group and by subscription', async () => {
    const names = (body: { value: { name: string }[] }) => body.value.map(({ name }) => name);
    expect(names(await arm.ok('GET', nsg('nsgs', '').slice(0, -1)))).toEqual(['tagged']);
    const everywhere = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/networkSecurityGroups`;
    expect(names(await arm.ok('GET', everywhere))).toEqual(['tagged']);
  });
});

describe('public addresses', () => {
  beforeAll(() => prepare(arm, 'ips'));

  it('ASSUME-26 a static one has an address of the documentation blocks at once, for good', async () => {
    const put = await arm.send('PUT', address('ips', 'fixed'), addressBody('Static', 'standard'));
    expect([put.status, put.body.sku]).toEqual([201, { name: 'Standard', tier: 'Regional' }]);
    const first = await ipOf('ips', 'fixed');
    expect(first).toMatch(/^203\.0\.113\.\d+$/);
    expect((await arm.send('PUT', address('ips', 'fixed'), addressBody('Static', 'Standard'))).status).toBe(
      200,
    );
    expect(await ipOf('ips', 'fixed')).toBe(first);
  });

  it('AZURE-40 a dynamic one has an address while its VM is on a host, a static one always', async () => {
    await arm.ok('PUT', address('ips', 'dynamic'), addressBody('Dynamic'));
    await arm.ok('PUT', nic('ips', 'a'), withAddress('ips', 'dynamic'));
    await arm.ok('PUT', nic('ips', 'b'), withAddress('ips', 'fixed'));
    const fixed = await ipOf('ips', 'fixed');
    expect(await ipOf('ips', 'dynamic')).toBeUndefined();
    await arm.ok('PUT', vm('ips', 'vm'), vmBody([nic('ips', 'a'), nic('ips', 'b')]));
    await arm.settled();
    const drawn = await ipOf('ips', 'dynamic');
    expect(drawn).toMatch(/^203\.0\.113\.\d+$/);
    await act(arm, `${vm('ips', 'vm')}/powerOff`);
    expect(await ipOf('ips', 'dynamic')).toBe(drawn);
    await act(arm, `${vm('ips', 'vm')}/start`);
    await act(arm, `${vm('ips', 'vm')}/deallocate?hibernate=true`);
    expect([await ipOf('ips', 'dynamic'), await ipOf('ips', 'fixed')]).toEqual([undefined, fixed]);
    await act(arm, `${vm('ips', 'vm')}/start`);
    const later = await ipOf('ips', 'dynamic');
    expect([later === drawn, typeof later]).toEqual([false, 'string']);
  });

  it('AZURE-40 an address of a running VM becomes static with the value that it has', async () => {
    const before = await ipOf('ips', 'dynamic');
    await arm.ok('PUT', address('ips', 'dynamic'), addressBody('Static'));
    await act(arm, `${vm('ips', 'vm')}/deallocate`);
    expect(await ipOf('ips', 'dynamic')).toBe(before);
    await arm.ok('PUT', address('ips', 'dynamic'), addressBody('Dynamic'));
    expect(await ipOf('ips', 'dynamic')).toBeUndefined();
  });

  it('ARM-24 shows its user, which holds it', async () => {
    const shown = await arm.ok('GET', address('ips', 'fixed'));
    expect(shown.properties.ipConfiguration).toEqual({ id: `${nic('ips', 'b')}/ipConfigurations/ip` });
    expect((await arm.ok('GET', nic('ips', 'b'))).properties.ipConfigurations[0].properties).toMatchObject({
      publicIPAddress: { id: address('ips', 'fixed') },
    });
    const refused = await arm.send('DELETE', address('ips', 'fixed'));
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });

  it('AZURE-26 the address of a hibernated VM does not change hands', async () => {
    await act(arm, `${vm('ips', 'vm')}/start`);
    await act(arm, `${vm('ips', 'vm')}/deallocate?hibernate=true`);
    const refused = await arm.send('PUT', nic('ips', 'b'), nicBody('ips'));
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
    await act(arm, `${vm('ips', 'vm')}/deallocate`);
    expect((await arm.send('PUT', nic('ips', 'b'), nicBody('ips'))).status).toBe(200);
    expect((await arm.send('DELETE', address('ips', 'fixed'))).status).toBe(202);
  });
});

describe('wrong requests change nothing', () => {
  beforeAll(async () => {
    await prepare(arm, 'wrong');
    await arm.ok('PUT', nsg('wrong', 'here'), { location });
    await arm.ok('PUT', nsg('wrong', 'west'), { location: 'westus2' });
    await arm.ok('PUT', address('wrong', 'taken'), addressBody('Static'));
    await arm.ok('PUT', address('wrong', 'west'), { ...addressBody('Static'), location: 'westus2' });
    await arm.ok('PUT', nic('wrong', 'owner'), withAddress('wrong', 'taken'));
  });

  const rules = (...securityRules: object[]) => ({ location, properties: { securityRules } });
  const nicRefusal = (what: string, body: object, status: number, code: string, target: string) =>
    wrong(what, 'PUT', nic('wrong', 'new'), body, status, code, target);
  const GROUP_TARGET = 'properties.networkSecurityGroup.id';
  const ADDRESS_TARGET = 'properties.ipConfigurations.ip.publicIPAddress.id';

  it.each([
    wrong(
      'a rule without direction',
      'PUT',
      nsg('wrong', 'n'),
      rules(rule('a', 100, { direction: undefined })),
      400,
      'InvalidRequestContent',
      'properties.securityRules[0].properties.direction',
    ),
    wrong(
      'a priority of default rules',
      'PUT',
      nsg('wrong', 'n'),
      rules(rule('a', 65000)),
      400,
      'InvalidRequestContent',
      'properties.securityRules[0].properties.priority',
    ),
    wrong(
      'ports the wrong way round',
      'PUT',
      nsg('wrong', 'n'),
      rules(rule('a', 100, { destinationPortRange: '90-80' })),
      400,
      'InvalidRequestContent',
      'properties.securityRules[0].properties.destinationPortRange',
    ),
    wrong(
      'a name twice',
      'PUT',
      nsg('wrong', 'n'),
      rules(rule('a', 100), rule('A', 101)),
      400,
      'InvalidParameter',
      'properties.securityRules[1]',
    ),
    wrong(
      'a priority twice',
      'PUT',
      nsg('wrong', 'n'),
      rules(rule('a', 100), rule('b', 100)),
      400,
      'InvalidParameter',
      'properties.securityRules[1]',
    ),
    wrong(
      'an unknown member',
      'PUT',
      nsg('wrong', 'n'),
      { location, properties: { colour: 1 } },
      400,
      'InvalidRequestContent',
      'properties.colour',
    ),
    wrong(
      'a rule of no group',
      'PUT',
      `${nsg('wrong', 'none')}/securityRules/a`,
      { properties: rule('a', 100).properties },
      404,
      'ResourceNotFound',
    ),
    wrong(
      'a group elsewhere',
      'PUT',
      nsg('wrong', 'here'),
      { location: 'westus2' },
      409,
      'PropertyChangeNotAllowed',
      'location',
    ),
    wrong('no such group', 'PUT', nsg('missing', 'n'), { location }, 404, 'ResourceGroupNotFound'),
    wrong(
      'a Standard address that is dynamic',
      'PUT',
      address('wrong', 'n'),
      addressBody('Dynamic', 'Standard'),
      400,
      'InvalidParameter',
      'properties.publicIPAllocationMethod',
    ),
    wrong(
      'another SKU',
      'PUT',
      address('wrong', 'taken'),
      addressBody('Static', 'Standard'),
      409,
      'PropertyChangeNotAllowed',
      'sku.name',
    ),
    wrong(
      'IPv6',
      'PUT',
      address('wrong', 'n'),
      { location, properties: { publicIPAddressVersion: 'IPv6' } },
      400,
      'InvalidRequestContent',
      'properties.publicIPAddressVersion',
    ),
    nicRefusal(
      'a NIC of no security group',
      nicBody('wrong', { networkSecurityGroup: { id: nsg('wrong', 'none') } }),
      404,
      'ResourceNotFound',
      GROUP_TARGET,
    ),
    nicRefusal(
      'a NIC of something else',
      nicBody('wrong', { networkSecurityGroup: { id: address('wrong', 'taken') } }),
      400,
      'InvalidRequestContent',
      GROUP_TARGET,
    ),
    nicRefusal(
      'a NIC of a group elsewhere',
      nicBody('wrong', { networkSecurityGroup: { id: nsg('wrong', 'west') } }),
      400,
      'InvalidParameter',
      GROUP_TARGET,
    ),
    nicRefusal(
      'a NIC with no such address',
      withAddress('wrong', 'none'),
      404,
      'ResourceNotFound',
      ADDRESS_TARGET,
    ),
    nicRefusal(
      'a NIC with an address elsewhere',
      withAddress('wrong', 'west'),
      400,
      'InvalidParameter',
      ADDRESS_TARGET,
    ),
    nicRefusal(
      'a NIC with an address in use',
      withAddress('wrong', 'taken'),
      409,
      'PublicIPAddressInUse',
      ADDRESS_TARGET,
    ),
    wrong(
      'a subnet of no security group',
      'PUT',
      `${network('wrong')}/subnets/default`,
      { properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: nsg('wrong', 'none') } } },
      404,
      'ResourceNotFound',
      'subnet default.networkSecurityGroup.id',
    ),
  ])('ARM-19 ARM-29 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });
});

describe('groups with such resources', () => {
  it('ARM-24 keep what another group uses, and go with everything in them otherwise', async () => {
    await prepare(arm, 'parts');
    await arm.ok('PUT', nsg('parts', 'n'), { location });
    await arm.ok('PUT', address('parts', 'a'), addressBody('Static'));
    await prepare(arm, 'user');
    const reference = { networkSecurityGroup: { id: nsg('parts', 'n') } };
    await arm.ok('PUT', nic('user', 'nic'), nicBody('user', reference));
    const refused = await arm.send('DELETE', groupPath('parts'));
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'The resource group still has resources that cannot be deleted now: ' +
        'network security group n belongs to network interface nic.',
    ]);
    await arm.ok('DELETE', groupPath('user'));
    await arm.reconcile();
    await arm.ok('DELETE', groupPath('parts'));
    await arm.reconcile();
    expect((await arm.send('GET', groupPath('parts'))).status).toBe(404);
  });
});

describe('public addresses that are used up', () => {
  it('ASSUME-26 a static one is refused, and a VM starts without its dynamic one', async () => {
    await prepare(arm, 'full');
    await arm.ok('PUT', address('full', 'dynamic'), addressBody('Dynamic'));
    await arm.ok('PUT', nic('full', 'nic'), withAddress('full', 'dynamic'));
    await arm.database.query(
      `insert into kept_resource (id, group_id, type, name, name_key, location, etag, content)
       select gen_random_uuid(), g.id, 'filler', 'filler' || n, 'filler' || n, 'eastus', g.id, '{}'
         from resource_group g, generate_series(1, $1::integer) n where g.name = 'full'`,
      [PUBLIC_ADDRESS_COUNT],
    );
    const addresses = Array.from({ length: PUBLIC_ADDRESS_COUNT }, (_, place) => publicAddressAt(place));
    await arm.database.query(
      `insert into public_address_lease (resource_id, address)
       select k.id, a.address from unnest($1::bigint[]) with ordinality a(address, n)
         join kept_resource k on k.name = 'filler' || a.n on conflict (address) do nothing`,
      [addresses],
    );
    const refused = await arm.send('PUT', address('full', 'fixed'), addressBody('Static'));
    expect([refused.status, refused.body.error.code]).toEqual([409, 'PublicIPCountLimitReached']);
    await arm.ok('PUT', vm('full', 'vm'), vmBody([nic('full', 'nic')]));
    await arm.settled();
    expect((await arm.ok('GET', vm('full', 'vm'))).properties.provisioningState).toBe('Succeeded');
    expect(await ipOf('full', 'dynamic')).toBeUndefined();
  });
});
