import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { createVm, disk, network, nic, vm } from '../world/arm-groups.js';
import { outcomeOf, wrong } from '../world/arm-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

const location = 'eastus';
const ALL = `/subscriptions/${SUBSCRIPTION}/resources`;
const typesOf = (body: { value: { type: string; name: string }[] }) =>
  body.value.map(({ type, name }) => `${type.replace(/^Microsoft\./, '')} ${name.replace(/_.*/, '')}`);
const filtered = (filter: string, path = ALL) =>
  arm.ok('GET', `${path}?$filter=${encodeURIComponent(filter)}`);

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await createVm(arm, 'web', 'vm');
  await arm.ok('PUT', groupPath('web', 'Microsoft.Network/networkSecurityGroups/Nsg'), {
    location,
    tags: { Env: 'test', cost: '1' },
  });
  await arm.ok('PUT', groupPath('web', 'Microsoft.Compute/galleries/Gal'), { location });
  await arm.ok('PUT', groupPath('web', 'Microsoft.Compute/galleries/gal/images/Def'), {
    location,
    properties: {
      osType: 'Linux',
      osState: 'Generalized',
      identifier: { publisher: 'a', offer: 'b', sku: 'c' },
    },
  });
  await arm.ok('PUT', groupPath('other'), { location });
  await arm.ok('PUT', disk('other', 'spare'), {
    location: 'westus2',
    tags: { env: 'live' },
    properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 4 },
  });
});
afterAll(() => arm.close());

describe('resources of all types', () => {
  it('ARM-13 are listed by group, type and name', async () => {
    expect(typesOf(await arm.ok('GET', groupPath('web').concat('/resources')))).toEqual([
      'Compute/disks vm',
      'Compute/disks vm',
      'Compute/galleries Gal',
      'Compute/galleries/images Gal/Def',
      'Compute/virtualMachines vm',
      'Network/networkInterfaces vm-nic',
      'Network/networkSecurityGroups Nsg',
      'Network/virtualNetworks net',
    ]);
    expect(typesOf(await arm.ok('GET', ALL))[0]).toBe('Compute/disks spare');
  });

  it('ARM-35 show the identity of a VM as the VM does', async () => {
    const assigned = groupPath('web', 'Microsoft.ManagedIdentity/userAssignedIdentities/one');
    const identity = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [assigned]: {} } };
    await arm.ok('PATCH', vm('web', 'vm'), { identity });
    const [listed] = (await filtered("resourceType eq 'Microsoft.Compute/virtualMachines'")).value;
    expect(listed.identity).toEqual({
      type: 'SystemAssigned, UserAssigned',
      principalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenantId: expect.any(String),
      userAssignedIdentities: {
        [assigned]: { principalId: expect.any(String), clientId: expect.any(String) },
      },
    });
    expect(listed.identity).toEqual((await arm.ok('GET', vm('web', 'vm'))).identity);
    await arm.ok('PATCH', vm('web', 'vm'), { identity: { type: 'None' } });
    const [without] = (await filtered("resourceType eq 'Microsoft.Compute/virtualMachines'")).value;
    expect(without).not.toHaveProperty('identity');
  });

  it('ARM-4 show what they are, and times when asked for them', async () => {
    const plain = (await filtered("name eq 'SPARE'")).value;
    expect(plain).toEqual([
      {
        id: disk('other', 'spare'),
        name: 'spare',
        type: 'Microsoft.Compute/disks',
        location: 'westus2',
        tags: { env: 'live' },
        sku: { name: 'Standard_LRS', tier: 'Standard' },
      },
    ]);
    const expand = '$expand=createdTime,changedTime,provisioningState';
    const [shown] = (await arm.ok('GET', `${ALL}?${expand}&$filter=name eq 'spare'`)).value;
    expect(Object.keys(shown)).toEqual([
      ...Object.keys(plain[0]),
      'createdTime',
      'changedTime',
      'provisioningState',
    ]);
    expect([shown.provisioningState, Date.parse(shown.createdTime) <= Date.parse(shown.changedTime)]).toEqual(
      ['Succeeded', true],
    );
    const [used] = (
      await filtered("resourceType eq 'Microsoft.Compute/disks'", `${groupPath('web')}/resources`)
    ).value;
    expect(used.managedBy).toBe(vm('web', 'vm'));
  });

  it.each<[string, readonly string[]]>([
    ["resourceGroup eq 'OTHER'", ['Compute/disks spare']],
    ["resourceType eq 'microsoft.network/NetworkInterfaces'", ['Network/networkInterfaces vm-nic']],
    ["tagName eq 'env'", ['Compute/disks spare', 'Network/networkSecurityGroups Nsg']],
    ["tagName eq 'env' and tagValue eq 'live'", ['Compute/disks spare']],
    ["startswith(tagName,'CO')", ['Network/networkSecurityGroups Nsg']],
    ["substringof('sg', name)", ['Network/networkSecurityGroups Nsg']],
    ["location eq 'West US 2'", ['Compute/disks spare']],
    [
      "name eq 'nsg' or name eq 'net' and resourceGroup eq 'web'",
      ['Network/networkSecurityGroups Nsg', 'Network/virtualNetworks net'],
    ],
    ["name eq 'nobody'", []],
  ])('ARM-13 filter %s', async (filter, expected) => {
    expect(typesOf(await filtered(filter))).toEqual(expected);
  });

  it('ARM-13 come in pages that lead through all of them once', async () => {
    const all = (await arm.ok('GET', ALL)).value;
    const paged: unknown[] = [];
    for (let next = `${ALL}?$top=2`; next !== undefined;) {
      const page = await arm.ok('GET', next);
      expect(page.value.length).toBeLessThanOrEqual(2);
      paged.push(...page.value);
      next = page.nextLink;
    }
    expect(paged).toEqual(all);
  });

  it.each([
    wrong('a filter that is none', 'GET', `${ALL}?$filter=x`, undefined, 400, 'InvalidParameter', '$filter'),
    wrong(
      'an expansion that is none',
      'GET',
      `${ALL}?$expand=price`,
      undefined,
      400,
      'InvalidParameter',
      '$expand',
    ),
    wrong(
      'no such group',
      'GET',
      `${groupPath('missing')}/resources`,
      undefined,
      404,
      'ResourceGroupNotFound',
    ),
    wrong(
      'a move',
      'POST',
      `${groupPath('web')}/moveResources`,
      { resources: [nic('web', 'vm-nic')], targetResourceGroup: groupPath('other') },
      409,
      'ResourceMoveNotSupported',
    ),
    wrong(
      'the check of a move',
      'POST',
      `${groupPath('web')}/validateMoveResources`,
      { resources: [network('web')], targetResourceGroup: groupPath('other') },
      409,
      'ResourceMoveNotSupported',
    ),
  ])('ARM-19 ASSUME-28 refuses $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });
});

describe('providers and features', () => {
  it('TORPOR-22 are registered from the start', async () => {
    const provider = `/subscriptions/${SUBSCRIPTION}/providers/microsoft.compute`;
    const registered = await arm.ok('POST', `${provider}/register`);
    expect([registered.namespace, registered.registrationState]).toEqual(['Microsoft.Compute', 'Registered']);
    expect((await arm.send('POST', `${provider}/unregister`)).headers['x-torpor-ignored']).toBe('unregister');
    const missing = await arm.send('POST', `${provider.replace('compute', 'nothing')}/register`);
    expect(missing.status).toBe(404);
    const features = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Features/providers/Microsoft.Compute/features`;
    const { value } = await arm.ok('GET', features);
    expect(value.map(({ name }: { name: string }) => name)).toContain(
      'Microsoft.Compute/VMHibernationPreview',
    );
    const feature = await arm.ok('GET', `${features}/vmhibernationpreview`);
    expect(feature.properties.state).toBe('Registered');
  });
});

describe('groups with resources of every type', () => {
  it('ARM-12 take all of them along', async () => {
    await arm.ok('DELETE', groupPath('web'));
    await arm.settled();
    await arm.reconcile();
    expect(typesOf(await arm.ok('GET', ALL))).toEqual(['Compute/disks spare']);
    expect((await arm.send('GET', groupPath('web'))).status).toBe(404);
  });
});
