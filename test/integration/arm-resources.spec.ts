import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArmAnswer, ArmTestApp, groupPath } from '../world/arm-app.js';
import { disk, network, nic, nicBody, prepare, NETWORK_BODY } from '../world/arm-groups.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.cloud.addHost('host-b');
});
afterAll(() => arm.close());

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
    await prepare(arm, 'subnets');
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
    await prepare(arm, 'nics', ['one', 'two']);
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
      ['four', '10.0.0.8', undefined, undefined],
      ['one', '10.0.0.4', undefined, undefined],
      ['static', '10.0.0.6', undefined, undefined],
      ['three', '10.0.0.7', true, undefined],
      ['two', '10.0.0.5', undefined, undefined],
    ]);
    const macs: { mac: string }[] = await arm.database.query('select mac from network_interface');
    expect(macs.every(({ mac }) => /^(000d3a|002248|7c1e52)[0-9a-f]{6}$/.test(mac))).toBe(true);
  });

  it('keep their address when they are written again, and free it when they go', async () => {
    await prepare(arm, 'readdress', ['one', 'two']);
    const before = await arm.ok('GET', nic('readdress', 'two'));
    const again = await arm.send('PUT', nic('readdress', 'two'), before);
    const addressOf = ({ properties }: ArmAnswer['body']) =>
      properties.ipConfigurations[0].properties.privateIPAddress;
    expect([again.status, addressOf(again.body)]).toEqual([200, '10.0.0.5']);
    expect((await arm.send('DELETE', nic('readdress', 'one'))).status).toBe(202);
    expect(addressOf(await arm.ok('PUT', nic('readdress', 'new'), nicBody('readdress')))).toBe('10.0.0.4');
  });

  it('take a MAC address that is given', async () => {
    await prepare(arm, 'macs');
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
  it('ARM-10 are accepted, and shown whole by the status of their operation and by its Location', async () => {
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
    expect((await arm.send('GET', accepted.headers['location'] ?? '')).body).toEqual(read);
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
