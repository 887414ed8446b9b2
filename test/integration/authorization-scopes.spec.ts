import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeploymentDriver } from '../../src/deployments/driver/deployment-driver.js';
import type { ArmAnswer } from '../world/arm-app.js';
import { disk, network, NETWORK_BODY, nic, nicBody, vm, vmBody } from '../world/arm-groups.js';
import { groupPath } from '../world/arm-app.js';
import { IdentityApp, OTHER_SUBSCRIPTION, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const S = `/subscriptions/${SUBSCRIPTION}`;
const OTHER = `/subscriptions/${OTHER_SUBSCRIPTION}`;
const LOCATION = { location: 'eastus' };
const DISK = { ...LOCATION, properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8 } };
const HOST = {
  properties: { generation: 'intel-ice-lake', capacity: { vcpus: 64, memoryMib: 262_144, vfSlots: 8 } },
};

let app: IdentityApp;
/** Contributor of group `a` and of nothing else. */
let insider: TestPrincipal;
/** Reader of the subscription. */
let reader: TestPrincipal;
/** Owner of the other subscription. */
let stranger: TestPrincipal;

/** Two groups with the same in each: a network, a NIC with a running VM, a free NIC and disks. */
beforeAll(async () => {
  app = await IdentityApp.open();
  await app.ok({ method: 'PUT', path: `${S}/providers/Torpor.Emulator/hosts/host-a`, body: HOST });
  for (const group of ['a', 'b']) {
    const put = (path: string, body: unknown) => app.ok({ method: 'PUT', path, body });
    await put(groupPath(group), LOCATION);
    await put(network(group), NETWORK_BODY);
    for (const name of ['used', 'free']) await put(nic(group, name), nicBody(group));
    for (const name of ['d1', 'd2', 'd3']) await put(disk(group, name), DISK);
    await put(vm(group, `vm-${group}`), vmBody([nic(group, 'used')]));
  }
  await app.settled();
  insider = await app.principal('insider');
  reader = await app.principal('reader');
  stranger = await app.principal('stranger');
  await app.assign(insider, 'Contributor', groupPath('a'));
  await app.assign(reader, 'Reader', S);
  await app.assign(stranger, 'Owner', OTHER);
});
afterAll(() => app.close());

const ask = (who: TestPrincipal, path: string, method = 'GET', body?: unknown) =>
  app.send({ method, path, token: who.token, body });
const told = ({ status, body }: ArmAnswer) => [status, body?.error?.code];
const names = ({ body }: ArmAnswer): string[] => body.value.map(({ name }: { name: string }) => name);

const requests = (list: readonly (readonly [string, string, unknown?])[]) =>
  list.map(([method, path, body]) => ({ method, path, body }));

const FORBIDDEN = [403, 'AuthorizationFailed'];
const LINKED = [403, 'LinkedAuthorizationFailed'];

describe('a reader', () => {
  it.each([
    S,
    `${S}/resourceGroups`,
    groupPath('b'),
    vm('b', 'vm-b'),
    `${vm('b', 'vm-b')}/instanceView`,
    `${S}/providers/Microsoft.Compute/virtualMachines`,
    `${S}/providers/Torpor.Emulator/operations`,
    `${vm('b', 'vm-b')}/providers/Torpor.Emulator/emulation/default`,
    `${S}/providers/Microsoft.Authorization/roleAssignments`,
  ])('ARM-21 reads %s', async (path) => {
    expect((await ask(reader, path)).status).toBe(200);
  });

  it.each(
    requests([
      ['PUT', groupPath('a'), LOCATION],
      ['PATCH', groupPath('a'), { tags: {} }],
      ['DELETE', groupPath('a')],
      ['PUT', disk('a', 'new'), DISK],
      ['DELETE', disk('a', 'd1')],
      ['POST', `${vm('a', 'vm-a')}/deallocate`],
      ['POST', `${vm('a', 'vm-a')}/deallocate?hibernate=true`],
      ['DELETE', vm('a', 'vm-a')],
      ['PUT', `${vm('a', 'vm-a')}/providers/Torpor.Emulator/emulation/default`, { properties: {} }],
      ['POST', `${vm('a', 'vm-a')}/providers/Torpor.Emulator/guestHibernate`],
      ['PUT', `${S}/providers/Torpor.Emulator/jobs/j`, { properties: {} }],
      ['PUT', `${S}/providers/Torpor.Emulator/clock/default`, { properties: { mode: 'immediate' } }],
    ]),
  )('ARM-21 does not $method $path', async ({ method, path, body }) => {
    expect(told(await ask(reader, path, method, body))).toEqual(FORBIDDEN);
  });
});

describe('a contributor of one group', () => {
  it('ARM-21 works in the group', async () => {
    expect((await ask(insider, disk('a', 'mine'), 'PUT', DISK)).status).toBe(202);
    expect((await ask(insider, disk('a', 'mine'), 'DELETE')).status).toBeLessThan(300);
    expect((await ask(insider, disk('A', 'D1'))).status).toBe(200);
    expect((await ask(insider, `${S}/locations`)).status).toBe(200);
  });

  it.each(
    requests([
      ['GET', groupPath('b')],
      ['GET', disk('b', 'd1')],
      ['GET', disk('b', 'nothing')],
      ['GET', groupPath('nowhere')],
      ['PUT', groupPath('c'), LOCATION],
      ['PUT', disk('b', 'new'), DISK],
      ['DELETE', disk('b', 'd1')],
      ['POST', `${vm('b', 'vm-b')}/start`],
      ['GET', groupPath('b', 'Microsoft.Compute/disks')],
      ['GET', groupPath('a%2Fb')],
      ['GET', groupPath('a%2F..%2Fb')],
      ['GET', `${OTHER}/resourceGroups`],
      ['GET', OTHER],
      ['GET', `${S}/providers/Torpor.Emulator/hosts`],
      ['POST', `${S}/providers/Torpor.Emulator/hosts/host-a/fail`],
      ['PUT', `${S}/providers/Torpor.Emulator/policies/p`, { properties: {} }],
      ['PUT', `/providers/Torpor.Emulator/subscriptions/${randomUUID()}`, { properties: {} }],
    ]),
  )('ARM-21 does not $method $path, whether it exists or not', async ({ method, path, body }) => {
    expect(told(await ask(insider, path, method, body))).toEqual(FORBIDDEN);
  });

  it('ARM-21 assigns no roles, not even in the group', async () => {
    const path = `${groupPath('a')}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
    const roleDefinitionId =
      '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const body = { properties: { roleDefinitionId, principalId: insider.id } };
    expect(told(await ask(insider, path, 'PUT', body))).toEqual(FORBIDDEN);
    const [own] = (await ask(insider, `${groupPath('a')}/providers/Microsoft.Authorization/roleAssignments`))
      .body.value;
    expect(told(await ask(insider, own.id, 'DELETE'))).toEqual(FORBIDDEN);
  });

  it.each<readonly [string, string, unknown]>([
    ['attach a disk', vm('a', 'vm-a'), { properties: { storageProfile: { dataDisks: [attached('b')] } } }],
    ['join a network', nic('a', 'spy'), nicBody('b')],
    ['take a NIC', vm('a', 'thief'), vmBody([nic('b', 'free')])],
    [
      'copy a disk',
      disk('a', 'copy'),
      {
        ...LOCATION,
        properties: { creationData: { createOption: 'Copy', sourceResourceId: disk('b', 'd1') } },
      },
    ],
  ])('ARM-21 does not %s of another group', async (what, path, body) => {
    const method = what === 'attach a disk' ? 'PATCH' : 'PUT';
    const answer = await ask(insider, path, method, body);
    expect(told(answer)).toEqual(LINKED);
    // References are read in any letter case, and with doubled slashes.
    const disguised = JSON.parse(
      JSON.stringify(body).replaceAll('/subscriptions/', '/SUBSCRIPTIONS//').replaceAll('/b/', '/B/'),
    ) as unknown;
    expect(told(await ask(insider, path, method, disguised))).toEqual(LINKED);
  });

  it('ARM-21 uses what is in the group', async () => {
    const body = { properties: { storageProfile: { dataDisks: [{ ...attached('a'), lun: 5 }] } } };
    const answer = await ask(insider, vm('a', 'vm-a'), 'PATCH', body);
    expect(answer.body?.error?.code).not.toBe('LinkedAuthorizationFailed');
    expect((await ask(insider, nic('a', 'more'), 'PUT', nicBody('a'))).status).toBe(201);
    await app.settled();
  });

  it('ARM-21 may tag with what looks like an id', async () => {
    const answer = await ask(insider, groupPath('a'), 'PATCH', { tags: { see: disk('b', 'd1') } });
    expect(answer.status).toBe(200);
    await ask(insider, groupPath('a'), 'PATCH', { tags: {} });
  });
});

function attached(group: string) {
  return { lun: 4, createOption: 'Attach', managedDisk: { id: disk(group, 'd3') } };
}

describe('lists', () => {
  it.each([
    [`${S}/resourceGroups`, ['a']],
    [`${S}/providers/Microsoft.Compute/virtualMachines`, ['vm-a']],
    [`${S}/providers/Microsoft.Compute/locations/eastus/virtualMachines`, ['vm-a']],
    [`${S}/providers/Microsoft.Network/virtualNetworks`, ['net']],
  ])('ARM-21 %s shows what is in the own group', async (path, expected) => {
    expect(names(await ask(insider, path))).toEqual(expected);
  });

  it('ARM-21 show subscriptions in which there is a role', async () => {
    const ids = async (who: TestPrincipal) =>
      (await ask(who, '/subscriptions')).body.value.map(
        ({ subscriptionId }: { subscriptionId: string }) => subscriptionId,
      );
    expect(await Promise.all([insider, stranger].map(ids))).toEqual([[SUBSCRIPTION], [OTHER_SUBSCRIPTION]]);
    expect(await ids(await app.principal())).toEqual([]);
  });

  it('ARM-21 show operations on what may be read', async () => {
    const { body } = await ask(insider, `${S}/providers/Torpor.Emulator/operations`);
    const about = new Set(
      body.value.map(({ properties }: { properties: { vmName: string } }) => properties.vmName),
    );
    expect([...about]).toEqual(['vm-a']);
  });

  it('ASSUME-24 ARM-13 page through what is visible, and neither page nor link tells of more', async () => {
    const watcher = await app.principal();
    for (const name of ['d1', 'd3']) await app.assign(watcher, 'Reader', disk('b', name));
    await app.assign(watcher, 'Reader', vm('a', 'vm-a'));
    const path = `${S}/providers/Microsoft.Compute/disks`;
    const first = await ask(watcher, `${path}?$top=1`);
    expect([names(first), first.status]).toEqual([['d1'], 200]);
    const token = new URL(first.body.nextLink as string).searchParams.get('$skiptoken') ?? '';
    expect(Buffer.from(token, 'base64url').toString()).toBe('1:b/d1');
    const second = await ask(watcher, first.body.nextLink as string);
    expect([names(second), second.body.nextLink]).toEqual([['d3'], undefined]);
    expect(names(await ask(watcher, groupPath('b', 'Microsoft.Compute/disks')))).toEqual(['d1', 'd3']);
    expect(names(await ask(watcher, groupPath('a', 'Microsoft.Compute/disks')))).toEqual([]);
    expect(names(await ask(watcher, `${S}/providers/Microsoft.Network/networkInterfaces`))).toEqual([]);
    expect(told(await ask(watcher, disk('b', 'd2')))).toEqual(FORBIDDEN);
    expect(names(await ask(insider, `${path}?$top=1000`)).sort()).toContain('d1');
  });

  it('ARM-21 of all pages together are the same, however small the pages', async () => {
    const path = `${S}/providers/Microsoft.Compute/disks`;
    const seen: string[] = [];
    for (let link: string | undefined = `${path}?$top=1`; link !== undefined;) {
      const page: ArmAnswer = await ask(insider, link);
      seen.push(...page.body.value.map(({ id }: { id: string }) => id));
      link = page.body.nextLink as string | undefined;
    }
    const all = (await ask(insider, path)).body.value.map(({ id }: { id: string }) => id);
    expect(seen).toEqual(all);
    expect(all.every((id: string) => id.startsWith(groupPath('a')))).toBe(true);
    expect(all.length).toBeGreaterThan(3);
  });
});

describe('operations', () => {
  it('ASSUME-25 are polled by who began them and by who may read what they are about', async () => {
    const begun = await ask(insider, `${vm('a', 'vm-a')}/restart`, 'POST');
    expect(begun.status).toBe(202);
    const url = begun.headers['azure-asyncoperation'] ?? '';
    const monitor = begun.headers['location'] ?? '';
    await app.settled();
    const neighbour = await app.principal();
    await app.assign(neighbour, 'Contributor', groupPath('b'));
    const id = begun.headers['x-ms-request-id'] ?? '';
    const emulator = `${S}/providers/Torpor.Emulator/operations/${id}`;
    const answers = async (who: TestPrincipal) =>
      Promise.all([url, monitor, emulator].map(async (path) => told(await ask(who, path))));
    const fine = [200, undefined];
    const hidden = [404, 'ResourceNotFound'];
    expect(await answers(insider)).toEqual([fine, fine, fine]);
    expect(await answers(reader)).toEqual([fine, fine, fine]);
    expect(await answers(neighbour)).toEqual([hidden, hidden, hidden]);
    expect(await answers(stranger)).toEqual([FORBIDDEN, FORBIDDEN, FORBIDDEN]);
    const unknown = url.replace(id, randomUUID());
    const [real, made] = await Promise.all([ask(neighbour, url), ask(neighbour, unknown)]);
    const texts = [real, made].map(({ body }) => String(body.error.message).replace(/[0-9a-f-]{36}/, ''));
    expect(texts[0]).toBe(texts[1]);
    expect(told(await ask(neighbour, `${emulator}/cancel`, 'POST'))).toEqual(hidden);
    expect(told(await ask(reader, `${emulator}/cancel`, 'POST'))).toEqual(FORBIDDEN);
    expect(told(await ask(insider, `${emulator}/cancel`, 'POST'))).toEqual([409, 'OperationNotAllowed']);
  });

  it('ARM-21 are polled by who began them when there is nothing left to read', async () => {
    await app.ok({ method: 'PUT', path: groupPath('brief'), body: LOCATION });
    const deleter = await app.principal();
    await app.assign(deleter, 'Contributor', groupPath('brief'));
    // Another role, so that the subscription is still known to the principal afterwards.
    await app.assign(deleter, 'Reader', disk('a', 'd1'));
    const begun = await ask(deleter, groupPath('brief'), 'DELETE');
    await app.settled();
    expect([begun.status, (await ask(deleter, begun.headers['location'] ?? '')).status]).toEqual([202, 200]);
    expect(told(await ask(insider, begun.headers['location'] ?? ''))).toEqual([404, 'ResourceNotFound']);
  });
});

describe('deployments', () => {
  const deployment = (group: string, name: string) =>
    groupPath(group, `Microsoft.Resources/deployments/${name}`);
  const template = (resources: readonly object[]) => ({
    properties: {
      mode: 'Incremental',
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources,
      },
    },
  });
  const joining = (name: string, group: string) => ({
    type: 'Microsoft.Network/networkInterfaces',
    apiVersion: '2022-01-01',
    name,
    ...nicBody(group),
  });

  /** Deploys and answers the state that it ends in, with the code of its first fault. */
  async function deployed(who: TestPrincipal, name: string, resources: readonly object[]): Promise<unknown> {
    const begun = await ask(who, deployment('a', name), 'PUT', template(resources));
    if (begun.status >= 300) return told(begun);
    await app.arm.app.get(DeploymentDriver, { strict: false }).settled();
    const { body } = await ask(who, deployment('a', name));
    const { provisioningState, error } = body.properties;
    return [provisioningState, error?.details?.[0]?.code];
  }

  it('ARM-21 do in the name of their caller what the caller may do', async () => {
    expect(await deployed(insider, 'own', [joining('deployed', 'a')])).toEqual(['Succeeded', undefined]);
    expect(await deployed(insider, 'foreign', [joining('spied', 'b')])).toEqual([
      'Failed',
      'LinkedAuthorizationFailed',
    ]);
    expect((await app.send({ path: nic('a', 'spied') })).status).toBe(404);
  });

  it('ARM-21 of another group are not seen, and neither are their operations', async () => {
    const neighbour = await app.principal();
    await app.assign(neighbour, 'Contributor', groupPath('b'));
    const begun = await ask(insider, deployment('a', 'seen'), 'PUT', template([]));
    const status = begun.headers['azure-asyncoperation'] ?? '';
    await app.arm.app.get(DeploymentDriver, { strict: false }).settled();
    const paths = [
      deployment('a', 'seen'),
      `${deployment('a', 'seen')}/operations`,
      deployment('a', ''),
      status,
    ];
    expect(await Promise.all(paths.map(async (path) => (await ask(insider, path)).status))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(await Promise.all(paths.map(async (path) => told(await ask(neighbour, path))))).toEqual(
      paths.map(() => FORBIDDEN),
    );
  });
});

describe('roles', () => {
  it('ARM-21 Virtual Machine Contributor hibernates and does not change networks', async () => {
    const operator = await app.principal();
    await app.assign(operator, 'Virtual Machine Contributor', groupPath('b'));
    expect((await ask(operator, `${vm('b', 'vm-b')}/deallocate?hibernate=true`, 'POST')).status).toBe(202);
    await app.settled();
    expect((await ask(operator, `${vm('b', 'vm-b')}/start`, 'POST')).status).toBe(202);
    await app.settled();
    expect(told(await ask(operator, network('b'), 'PUT', NETWORK_BODY))).toEqual(FORBIDDEN);
    expect(told(await ask(operator, groupPath('b'), 'DELETE'))).toEqual(FORBIDDEN);
    const emulation = `${vm('b', 'vm-b')}/providers/Torpor.Emulator/emulation/default`;
    expect(told(await ask(operator, emulation, 'PUT', { properties: {} }))).toEqual(FORBIDDEN);
    const byHeader = await app.send({
      method: 'PATCH',
      path: vm('b', 'vm-b'),
      token: operator.token,
      body: { tags: {} },
      headers: { 'x-torpor-emulation': '{"policy":"local-hyperv"}' },
    });
    expect(told(byHeader)).toEqual(FORBIDDEN);
  });

  it('ARM-21 over one VM reach that VM', async () => {
    const starter = await app.principal();
    await app.assign(starter, 'Desktop Virtualization Power On Contributor', vm('b', 'vm-b'));
    expect((await ask(starter, vm('b', 'vm-b'))).status).toBe(200);
    expect(told(await ask(starter, `${vm('b', 'vm-b')}/deallocate`, 'POST'))).toEqual(FORBIDDEN);
    expect(told(await ask(starter, `${vm('b', 'vm-b2')}/start`, 'POST'))).toEqual(FORBIDDEN);
    expect(told(await ask(starter, vm('a', 'vm-a')))).toEqual(FORBIDDEN);
  });

  it('ASSUME-23 over one subscription do not reach what is one for the installation', async () => {
    const owner = await app.principal();
    await app.assign(owner, 'Owner', S);
    const emulator = `${S}/providers/Torpor.Emulator`;
    expect(told(await ask(owner, `${emulator}/hosts/host-a/fail`, 'POST'))).toEqual(FORBIDDEN);
    expect(told(await ask(owner, `${emulator}/hosts`))).toEqual(FORBIDDEN);
    expect(told(await ask(owner, `${emulator}/clock/default`, 'PUT', {}))).toEqual(FORBIDDEN);
    expect((await ask(owner, `${emulator}/clock/default`)).status).toBe(200);
    await app.assign(owner, 'Contributor', '');
    expect((await ask(owner, `${emulator}/hosts`)).status).toBe(200);
  });

  it('ARM-21 end with the group that they are over', async () => {
    const tenant = await app.principal();
    await app.ok({ method: 'PUT', path: groupPath('reused'), body: LOCATION });
    await app.ok({ method: 'PUT', path: disk('reused', 'd'), body: DISK });
    await app.assign(tenant, 'Contributor', groupPath('reused'));
    await app.assign(tenant, 'Reader', disk('reused', 'd'));
    expect((await ask(tenant, disk('reused', 'd'))).status).toBe(200);
    await app.ok({ method: 'DELETE', path: groupPath('reused') });
    await app.settled();
    await app.ok({ method: 'PUT', path: groupPath('reused'), body: LOCATION });
    expect(told(await ask(tenant, groupPath('reused')))).toEqual(FORBIDDEN);
    expect(told(await ask(tenant, disk('reused', 'd')))).toEqual(FORBIDDEN);
  });

  it('ARM-21 end with a resource that is only kept', async () => {
    const tenant = await app.principal();
    const security = groupPath('a', 'Microsoft.Network/networkSecurityGroups/Nsg');
    await app.ok({ method: 'PUT', path: security, body: LOCATION });
    await app.assign(tenant, 'Reader', security.replace('Nsg', 'nsg'));
    expect((await ask(tenant, security)).status).toBe(200);
    await app.ok({ method: 'DELETE', path: security });
    await app.ok({ method: 'PUT', path: security, body: LOCATION });
    expect(told(await ask(tenant, security))).toEqual(FORBIDDEN);
  });

  it('ARM-21 end with the resource that they are over', async () => {
    const tenant = await app.principal();
    await app.ok({ method: 'PUT', path: disk('a', 'Lent'), body: DISK });
    await app.assign(tenant, 'Reader', disk('a', 'lent'));
    expect((await ask(tenant, disk('a', 'lent'))).status).toBe(200);
    await app.ok({ method: 'DELETE', path: disk('a', 'lent') });
    await app.ok({ method: 'PUT', path: disk('a', 'lent'), body: DISK });
    expect(told(await ask(tenant, disk('a', 'lent')))).toEqual(FORBIDDEN);
  });

  it('ARM-21 count from the next request on, in every process', async () => {
    const other = await IdentityApp.open({}, app);
    const tenant = await app.principal();
    const status = async (one: IdentityApp) =>
      (await one.send({ path: groupPath('b'), token: tenant.token })).status;
    expect([await status(app), await status(other)]).toEqual([403, 403]);
    const assignment = await app.assign(tenant, 'Reader', groupPath('b'));
    expect([await status(app), await status(other)]).toEqual([200, 200]);
    await other.ok({ method: 'DELETE', path: assignment });
    expect([await status(app), await status(other)]).toEqual([403, 403]);
    await other.close();
  });
});
