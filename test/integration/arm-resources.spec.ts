import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath, type ArmAnswer } from '../world/arm-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.cloud.addHost('host-b');
});
afterAll(() => arm.close());

const network = (group: string, name = 'net') =>
  groupPath(group, `Microsoft.Network/virtualNetworks/${name}`);
const nic = (group: string, name: string) => groupPath(group, `Microsoft.Network/networkInterfaces/${name}`);
const disk = (group: string, name: string) => groupPath(group, `Microsoft.Compute/disks/${name}`);
const vm = (group: string, name: string) => groupPath(group, `Microsoft.Compute/virtualMachines/${name}`);

const NETWORK_BODY = {
  location: 'East US',
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
  },
};
const nicBody = (group: string, properties: object = {}, ip: object = {}) => ({
  location: 'eastus',
  properties: {
    ipConfigurations: [
      { name: 'ip', properties: { subnet: { id: `${network(group)}/subnets/default` }, ...ip } },
    ],
    ...properties,
  },
});
const vmBody = (nicIds: readonly string[], properties: object = {}) => ({
  location: 'eastus',
  tags: { shift: 'night' },
  properties: {
    hardwareProfile: { vmSize: 'standard_d2s_v5' },
    additionalCapabilities: { hibernationEnabled: true },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: null }, name: null },
      dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 32 }],
    },
    osProfile: {
      computerName: 'vm',
      adminUsername: 'azureuser',
      adminPassword: 'Never-shown-1',
      customData: 'c2VjcmV0',
    },
    networkProfile: { networkInterfaces: nicIds.map((id) => ({ id })) },
    ...properties,
  },
});

/** A group with a network and NICs. */
async function prepare(group: string, nics: readonly string[] = []): Promise<void> {
  await arm.ok('PUT', groupPath(group), { location: 'eastus' });
  await arm.ok('PUT', network(group), NETWORK_BODY);
  for (const name of nics) await arm.ok('PUT', nic(group, name), nicBody(group));
}

async function createVm(group: string, name: string, properties: object = {}): Promise<void> {
  await prepare(group, [`${name}-nic`]);
  await arm.ok('PUT', vm(group, name), vmBody([nic(group, `${name}-nic`)], properties));
  await arm.settled();
}

async function act(path: string): Promise<ArmAnswer> {
  const answer = await arm.send('POST', path);
  if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  await arm.settled();
  return answer;
}

const codesOf = (view: ArmAnswer['body']): string[] =>
  view.statuses.map(({ code }: { code: string }) => code);

describe('resource groups', () => {
  it('ARM-4 ARM-9 are made once and read in any letter case', async () => {
    const created = await arm.send('PUT', groupPath('Web'), {
      location: 'West Europe',
      tags: { env: 'test' },
    });
    const again = await arm.send('PUT', groupPath('WEB'), { location: 'westeurope' });
    const document = {
      id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/Web`,
      name: 'Web',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westeurope',
      properties: { provisioningState: 'Succeeded' },
    };
    expect([created.status, created.body]).toEqual([201, { ...document, tags: { env: 'test' } }]);
    expect([again.status, again.body]).toEqual([200, document]);
    expect((await arm.send('HEAD', groupPath('web'))).status).toBe(204);
    expect((await arm.send('HEAD', groupPath('nowhere'))).status).toBe(404);
    expect(await arm.ok('PATCH', groupPath('web'), { tags: { a: 'b' } })).toEqual({
      ...document,
      tags: { a: 'b' },
    });
    expect((await arm.send('GET', groupPath('nowhere'))).body.error.code).toBe('ResourceGroupNotFound');
  });

  it('ARM-13 are listed page by page, and by tag', async () => {
    for (const name of ['list-c', 'List-a', 'list-b']) {
      await arm.ok('PUT', groupPath(name), { location: 'eastus', tags: { list: name } });
    }
    const names: string[] = [];
    let link: string | undefined = `/subscriptions/${SUBSCRIPTION}/resourcegroups?$top=1`;
    while (link !== undefined) {
      const page: ArmAnswer['body'] = await arm.ok('GET', link);
      names.push(...page.value.map(({ name }: { name: string }) => name));
      link = page.nextLink;
    }
    expect(names.filter((name) => /^list-/i.test(name))).toEqual(['List-a', 'list-b', 'list-c']);
    const byTag = await arm.ok(
      'GET',
      `/subscriptions/${SUBSCRIPTION}/resourcegroups?$filter=tagName eq 'LIST' and tagValue eq 'list-b'`,
    );
    expect(byTag.value.map(({ name }: { name: string }) => name)).toEqual(['list-b']);
  });
});

describe('virtual networks', () => {
  it('ARM-9 ARM-14 are made, changed under their tag, and deleted', async () => {
    await arm.ok('PUT', groupPath('nets'), { location: 'eastus' });
    const created = await arm.send('PUT', network('nets'), NETWORK_BODY);
    expect([created.status, created.body.properties.provisioningState]).toEqual([201, 'Updating']);
    const status = await arm.send('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(status.body).toMatchObject({ status: 'Succeeded', name: created.headers['x-ms-request-id'] });
    const read = await arm.send('GET', network('nets'));
    expect([read.headers['etag'], read.body.properties.provisioningState, read.body.location]).toEqual([
      read.body.etag,
      'Succeeded',
      'eastus',
    ]);
    const echoed = await arm.send('PUT', network('nets'), read.body, {
      headers: { 'if-match': read.body.etag },
    });
    expect(echoed.status).toBe(200);
    const stale = await arm.send('PUT', network('nets'), read.body, {
      headers: { 'if-match': read.body.etag },
    });
    expect([stale.status, stale.body.error.code]).toEqual([412, 'PreconditionFailed']);
    const deleted = await arm.send('DELETE', network('nets'));
    expect([deleted.status, deleted.body]).toEqual([202, undefined]);
    const location = await arm.send('GET', deleted.headers['location'] ?? '');
    expect([location.status, location.body]).toEqual([200, undefined]);
    expect((await arm.send('DELETE', network('nets'))).status).toBe(204);
  });

  it('have subnets of their own', async () => {
    await prepare('subnets');
    const path = `${network('subnets')}/subnets/more`;
    expect((await arm.send('PUT', path, { properties: { addressPrefix: '10.0.1.0/24' } })).status).toBe(201);
    expect((await arm.send('PUT', path, { properties: { addressPrefix: '10.0.2.0/24' } })).status).toBe(200);
    const { value } = await arm.ok('GET', `${network('subnets')}/subnets`);
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['default', 'more']);
    expect((await arm.ok('GET', path)).properties.addressPrefix).toBe('10.0.2.0/24');
    expect((await arm.send('DELETE', path)).status).toBe(202);
    expect((await arm.send('GET', path)).body.error.code).toBe('ResourceNotFound');
  });
});

describe('network interfaces', () => {
  it('ASSUME-14 get an address of the subnet and a MAC under a prefix of Azure', async () => {
    await prepare('nics', ['one', 'two']);
    const fixed = nicBody('nics', {}, { privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.6' });
    await arm.ok('PUT', nic('nics', 'static'), fixed);
    await arm.ok('PUT', nic('nics', 'three'), nicBody('nics', { enableAcceleratedNetworking: true }));
    await arm.ok('PUT', nic('nics', 'four'), nicBody('nics'));
    const { value } = await arm.ok('GET', groupPath('nics', 'Microsoft.Network/networkInterfaces'));
    const shown = value.map(({ name, properties }: ArmAnswer['body']) => [
      name,
      properties.ipConfigurations[0].properties.privateIPAddress,
      properties.enableAcceleratedNetworking,
      properties.macAddress,
    ]);
    expect(shown).toEqual([
      ['four', '10.0.0.8', false, undefined],
      ['one', '10.0.0.4', false, undefined],
      ['static', '10.0.0.6', false, undefined],
      ['three', '10.0.0.7', true, undefined],
      ['two', '10.0.0.5', false, undefined],
    ]);
    const macs: { mac: string }[] = await arm.database.query('select mac from network_interface');
    expect(macs.every(({ mac }) => /^(000d3a|002248|7c1e52)[0-9a-f]{6}$/.test(mac))).toBe(true);
  });

  it('keep their address when they are written again, and free it when they go', async () => {
    await prepare('readdress', ['one', 'two']);
    const before = await arm.ok('GET', nic('readdress', 'two'));
    const again = await arm.send('PUT', nic('readdress', 'two'), before);
    const addressOf = ({ properties }: ArmAnswer['body']) =>
      properties.ipConfigurations[0].properties.privateIPAddress;
    expect([again.status, addressOf(again.body)]).toEqual([200, '10.0.0.5']);
    expect((await arm.send('DELETE', nic('readdress', 'one'))).status).toBe(202);
    expect(addressOf(await arm.ok('PUT', nic('readdress', 'new'), nicBody('readdress')))).toBe('10.0.0.4');
  });

  it('take a MAC address that is given', async () => {
    await prepare('macs');
    await arm.ok('PUT', nic('macs', 'mine'), nicBody('macs', { macAddress: '00-0D-3A-AA-BB-CC' }));
    const [{ mac }] = await arm.database.query(`select mac from network_interface where name = 'mine'`);
    expect(mac).toBe('000d3aaabbcc');
  });

  it('give up when the subnet is full', async () => {
    await arm.ok('PUT', groupPath('full'), { location: 'eastus' });
    await arm.ok('PUT', network('full'), {
      location: 'eastus',
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/24'] },
        subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/29' } }],
      },
    });
    for (const name of ['a', 'b', 'c']) await arm.ok('PUT', nic('full', name), nicBody('full'));
    const refused = await arm.send('PUT', nic('full', 'd'), nicBody('full'));
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });
});

describe('disks', () => {
  it('ARM-10 are accepted, and shown whole by the status of their operation', async () => {
    await arm.ok('PUT', groupPath('disks'), { location: 'eastus' });
    const body = {
      location: 'eastus',
      sku: { name: 'premium_lrs' },
      properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 64, supportsHibernation: true },
    };
    const accepted = await arm.send('PUT', disk('disks', 'one'), body);
    expect([accepted.status, accepted.body.properties.provisioningState]).toEqual([202, 'Updating']);
    const status = await arm.send('GET', accepted.headers['azure-asyncoperation'] ?? '');
    const read = await arm.ok('GET', disk('disks', 'one'));
    expect(status.body).toMatchObject({ status: 'Succeeded', properties: { output: read } });
    expect(read).toMatchObject({
      sku: { name: 'Premium_LRS', tier: 'Premium' },
      properties: { diskSizeGB: 64, supportsHibernation: true, diskState: 'Unattached', tier: 'P6' },
    });
    const grown = await arm.send('PATCH', disk('disks', 'one'), { properties: { diskSizeGB: 128 } });
    expect([grown.status, (await arm.ok('GET', disk('disks', 'one'))).properties.diskSizeGB]).toEqual([
      202, 128,
    ]);
    const echo = await arm.send('PUT', disk('disks', 'one'), await arm.ok('GET', disk('disks', 'one')));
    expect(echo.status).toBe(202);
  });

  it('are copied with their size', async () => {
    await arm.ok('PUT', groupPath('copies'), { location: 'eastus' });
    const empty = { creationData: { createOption: 'Empty' }, diskSizeGB: 48, osType: 'Linux' };
    await arm.ok('PUT', disk('copies', 'source'), { location: 'eastus', properties: empty });
    const creationData = { createOption: 'Copy', sourceResourceId: disk('copies', 'SOURCE') };
    await arm.ok('PUT', disk('copies', 'copy'), { location: 'eastus', properties: { creationData } });
    expect((await arm.ok('GET', disk('copies', 'copy'))).properties).toMatchObject({
      diskSizeGB: 48,
      osType: 'Linux',
      creationData: { createOption: 'Copy', sourceResourceId: disk('copies', 'source') },
    });
  });

  it('ARM-11 are deleted once', async () => {
    await arm.ok('PUT', groupPath('gone'), { location: 'eastus' });
    const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 4 };
    await arm.ok('PUT', disk('gone', 'one'), { location: 'eastus', properties });
    expect([
      (await arm.send('DELETE', disk('gone', 'one'))).status,
      (await arm.send('DELETE', disk('gone', 'one'))).status,
    ]).toEqual([202, 204]);
  });
});

describe('virtual machines', () => {
  it('ARM-6 ARM-7 ARM-8 AZURE-35 AZURE-36 AZURE-37 hibernate and come back', async () => {
    await prepare('cycle', ['nic']);
    const created = await arm.send('PUT', vm('cycle', 'vm'), vmBody([nic('cycle', 'nic')]));
    expect([created.status, created.body.properties.provisioningState, created.headers['etag']]).toEqual([
      201,
      'Creating',
      '"1"',
    ]);
    expect(JSON.stringify(created.body)).not.toMatch(/Never-shown|c2VjcmV0/);
    await arm.settled();
    const running = await arm.send('GET', vm('cycle', 'vm'));
    expect(running.body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      additionalCapabilities: { hibernationEnabled: true },
      storageProfile: {
        osDisk: { diskSizeGB: 30, managedDisk: { storageAccountType: 'Premium_LRS' } },
        dataDisks: [{ lun: 0, diskSizeGB: 32, createOption: 'Empty' }],
      },
    });
    expect(running.headers['etag']).toBe('"2"');
    const { osDisk } = running.body.properties.storageProfile;
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties).toMatchObject({
      supportsHibernation: true,
      diskState: 'Attached',
      osType: 'Linux',
    });

    const accepted = await arm.send('POST', `${vm('cycle', 'vm')}/deallocate?Hibernate=TRUE`);
    expect([accepted.status, accepted.body, accepted.headers['retry-after']]).toEqual([202, undefined, '1']);
    await arm.settled();
    const poll = await arm.send('GET', `${accepted.headers['azure-asyncoperation']}&hibernate=true&t=1`);
    expect(poll.body).toMatchObject({ status: 'Succeeded', name: accepted.headers['x-ms-request-id'] });
    const location = await arm.send('GET', accepted.headers['location'] ?? '');
    expect([location.status, location.body]).toEqual([200, undefined]);

    const hibernated = await arm.send('GET', `${vm('cycle', 'vm')}?$expand=instanceView`);
    const { instanceView, storageProfile } = hibernated.body.properties;
    expect(hibernated.headers['etag']).toBeUndefined();
    expect(codesOf(instanceView)).toEqual([
      'ProvisioningState/succeeded',
      'PowerState/deallocated',
      'HibernationState/Hibernated',
    ]);
    expect(Object.keys(instanceView)).toEqual(['hyperVGeneration', 'disks', 'statuses']);
    expect(storageProfile.osDisk).not.toHaveProperty('diskSizeGB');
    expect(storageProfile.osDisk.managedDisk).not.toHaveProperty('storageAccountType');
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties.diskState).toBe('Reserved');

    await act(`${vm('cycle', 'vm')}/start`);
    const view = await arm.ok('GET', `${vm('cycle', 'vm')}/instanceView`);
    expect(codesOf(view)).toEqual(['ProvisioningState/succeeded', 'PowerState/running']);
    expect(view.extensions[0].substatuses[0].code).toBe('ComponentStatus/VMBootState/Resume/succeeded');
  });

  it('ARM-22 AZURE-24 AZURE-25 AZURE-26 refuse changes while hibernated, and take an echo', async () => {
    await createVm('asleep', 'vm');
    await arm.ok('PUT', nic('asleep', 'other'), nicBody('asleep'));
    await act(`${vm('asleep', 'vm')}/deallocate?hibernate=true`);
    const document = await arm.ok('GET', vm('asleep', 'vm'));
    const before = await arm.snapshot();
    const changes: readonly object[] = [
      { hardwareProfile: { vmSize: 'Standard_D4s_v5' } },
      { storageProfile: { dataDisks: [] } },
      { networkProfile: { networkInterfaces: [{ id: nic('asleep', 'other') }] } },
      { additionalCapabilities: { hibernationEnabled: false } },
    ];
    for (const properties of changes) {
      const { status, body } = await arm.send('PATCH', vm('asleep', 'vm'), { properties });
      expect([status, body.error.code]).toEqual([409, 'OperationNotAllowed']);
    }
    const attached = await arm.ok('GET', nic('asleep', 'vm-nic'));
    const moved = { ...attached.properties, enableIPForwarding: true };
    expect((await arm.send('PUT', nic('asleep', 'vm-nic'), { ...attached, properties: moved })).status).toBe(
      409,
    );
    const { id } = document.properties.storageProfile.osDisk.managedDisk;
    expect((await arm.send('PATCH', id, { properties: { diskSizeGB: 64 } })).status).toBe(409);
    expect(await arm.snapshot()).toBe(before);

    const echoed = await arm.send('PUT', vm('asleep', 'vm'), { ...document, tags: { shift: 'day' } });
    expect([echoed.status, echoed.body]).toEqual([200, { ...document, tags: { shift: 'day' }, etag: '"5"' }]);
  });

  it('change while deallocated', async () => {
    await createVm('resize', 'vm', { additionalCapabilities: {} });
    expect((await arm.ok('GET', vm('resize', 'vm'))).properties).not.toHaveProperty(
      'additionalCapabilities.hibernationEnabled',
    );
    await act(`${vm('resize', 'vm')}/deallocate?hibernate=false`);
    const { id } = (await arm.ok('GET', vm('resize', 'vm'))).properties.storageProfile.osDisk.managedDisk;
    const enable = { properties: { additionalCapabilities: { hibernationEnabled: true } } };
    const unsupported = await arm.send('PATCH', vm('resize', 'vm'), enable);
    expect([unsupported.status, unsupported.body.error.additionalInfo[0].info.rule]).toEqual([
      409,
      'AZURE-3',
    ]);
    await arm.ok('PATCH', id, { properties: { supportsHibernation: true, diskSizeGB: 64 } });
    const changed = await arm.ok('PATCH', vm('resize', 'vm'), {
      tags: { a: 'b' },
      properties: {
        ...enable.properties,
        hardwareProfile: { vmSize: 'Standard_D8s_v5' },
        storageProfile: {
          dataDisks: [
            { lun: 0, createOption: 'Empty', diskSizeGB: 32 },
            { lun: 2, createOption: 'Empty', diskSizeGB: 8, name: 'more', caching: 'ReadOnly' },
          ],
        },
      },
    });
    expect(changed).toMatchObject({
      tags: { a: 'b' },
      properties: {
        hardwareProfile: { vmSize: 'Standard_D8s_v5' },
        additionalCapabilities: { hibernationEnabled: true },
        storageProfile: { dataDisks: [{ lun: 0 }, { lun: 2, name: 'more', caching: 'ReadOnly' }] },
      },
    });
    await act(`${vm('resize', 'vm')}/start`);
    await act(`${vm('resize', 'vm')}/restart`);
    await act(`${vm('resize', 'vm')}/powerOff?skipShutdown=false`);
    expect(codesOf(await arm.ok('GET', `${vm('resize', 'vm')}/instanceView`))).toEqual([
      'ProvisioningState/succeeded',
      'PowerState/stopped',
    ]);
  });

  it('ARM-13 are listed by group, subscription and location', async () => {
    await createVm('lists', 'b');
    await prepare('lists', ['a-nic']);
    await arm.ok('PUT', vm('lists', 'A'), vmBody([nic('lists', 'a-nic')]));
    await arm.settled();
    const names = async (path: string) =>
      (await arm.ok('GET', path)).value.map(({ name }: { name: string }) => name) as string[];
    expect(await names(groupPath('lists', 'Microsoft.Compute/virtualMachines'))).toEqual(['A', 'b']);
    const compute = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute`;
    expect(await names(`${compute}/virtualMachines`)).toEqual(expect.arrayContaining(['A', 'b']));
    expect(await names(`${compute}/locations/eastus/virtualMachines`)).toEqual(
      expect.arrayContaining(['A', 'b']),
    );
    expect(await names(`${compute}/locations/westus2/virtualMachines`)).toEqual([]);
    const first = await arm.ok(
      'GET',
      `${groupPath('lists', 'Microsoft.Compute/virtualMachines')}?$top=1&statusOnly=true`,
    );
    expect(first.value[0].properties.instanceView.statuses[1].code).toBe('PowerState/running');
    expect(await names(first.nextLink)).toEqual(['b']);
    const sizes = await arm.ok('GET', `${vm('lists', 'a')}/vmSizes`);
    expect(sizes.value.find(({ name }: { name: string }) => name === 'Standard_D2s_v5').numberOfCores).toBe(
      2,
    );
  });

  it('ARM-11 TORPOR-5 give disks and NICs back when they are deleted', async () => {
    await createVm('delete', 'vm');
    const { osDisk } = (await arm.ok('GET', vm('delete', 'vm'))).properties.storageProfile;
    expect([
      (await arm.send('DELETE', nic('delete', 'vm-nic'))).body.error.code,
      (await arm.send('DELETE', osDisk.managedDisk.id)).body.error.code,
      (await arm.send('DELETE', network('delete'))).body.error.code,
    ]).toEqual(['OperationNotAllowed', 'OperationNotAllowed', 'OperationNotAllowed']);
    expect((await arm.send('DELETE', vm('delete', 'vm'))).status).toBe(202);
    await arm.settled();
    expect((await arm.send('DELETE', vm('delete', 'vm'))).status).toBe(204);
    expect((await arm.send('GET', vm('delete', 'vm'))).body.error.code).toBe('ResourceNotFound');
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties.diskState).toBe('Unattached');

    const storageProfile = { osDisk: { createOption: 'Attach', managedDisk: { id: osDisk.managedDisk.id } } };
    await arm.ok('PUT', vm('delete', 'again'), vmBody([nic('delete', 'vm-nic')], { storageProfile }));
    await arm.settled();
    expect((await arm.ok('GET', vm('delete', 'again'))).properties).toMatchObject({
      provisioningState: 'Succeeded',
      storageProfile: { osDisk: { name: osDisk.name, createOption: 'Attach' } },
    });
  });

  it('ARM-14 honour If-Match and If-None-Match', async () => {
    await createVm('tags', 'vm');
    const { etag } = await arm.ok('GET', vm('tags', 'vm'));
    const patch = (headers: Record<string, string>) =>
      arm.send('PATCH', vm('tags', 'vm'), { tags: {} }, { headers });
    expect([
      (await patch({ 'if-match': '"99"' })).status,
      (await patch({ 'if-match': etag })).status,
      (await arm.send('PUT', vm('tags', 'vm'), vmBody([]), { headers: { 'if-none-match': '*' } })).status,
      (await arm.send('PUT', vm('tags', 'new'), vmBody([]), { headers: { 'if-match': '*' } })).status,
    ]).toEqual([412, 200, 412, 412]);
  });
});

describe('deleting a group', () => {
  it('ARM-12 takes everything in it along, VMs first', async () => {
    await createVm('doomed', 'one');
    await arm.ok('PUT', vm('doomed', 'two'), vmBody([]));
    await arm.settled();
    await act(`${vm('doomed', 'two')}/deallocate?hibernate=true`);
    arm.queue.pause();
    const accepted = await arm.send('DELETE', groupPath('doomed'));
    expect([accepted.status, accepted.headers['azure-asyncoperation']]).toEqual([202, undefined]);
    const again = await arm.send('DELETE', groupPath('doomed'));
    expect(again.headers['location']).toBe(accepted.headers['location']);
    expect((await arm.send('GET', accepted.headers['location'] ?? '')).status).toBe(202);
    expect((await arm.ok('GET', groupPath('doomed'))).properties.provisioningState).toBe('Deleting');
    const refused = await arm.send('PUT', nic('doomed', 'late'), nicBody('doomed'));
    expect([refused.status, refused.body.error.additionalInfo[0].info.rule]).toEqual([409, 'ARM-23']);
    arm.queue.resume();
    await arm.settled();
    await arm.reconcile();
    const done = await arm.send('GET', accepted.headers['location'] ?? '');
    expect([done.status, done.body]).toEqual([200, undefined]);
    expect((await arm.send('GET', groupPath('doomed'))).status).toBe(404);
    const [{ left }] = await arm.database.query(
      `select (select count(*) from host_allocation a left join virtual_machine v on v.id = a.vm_id
                where v.id is null) as left`,
    );
    expect(Number(left)).toBe(0);
  });

  it('ARM-24 is refused while something outside uses what is in it', async () => {
    await prepare('inside', ['lent']);
    await arm.ok('PUT', groupPath('outside'), { location: 'eastus' });
    await arm.ok('PUT', vm('outside', 'vm'), vmBody([nic('inside', 'lent')]));
    await arm.settled();
    const before = await arm.snapshot();
    const refused = await arm.send('DELETE', groupPath('inside'));
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'The resource group still has resources that cannot be deleted now: ' +
        'network interface lent belongs to VM vm.',
    ]);
    expect(await arm.snapshot()).toBe(before);
  });
});
