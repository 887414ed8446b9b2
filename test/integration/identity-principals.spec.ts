import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupPath } from '../world/arm-app.js';
import { AUDIENCE, IdentityApp, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const S = `/subscriptions/${SUBSCRIPTION}`;
const PRINCIPALS = '/providers/Torpor.Emulator/servicePrincipals';
const ROLES = 'providers/Microsoft.Authorization/roleDefinitions';
const ASSIGNMENTS = 'providers/Microsoft.Authorization/roleAssignments';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

let app: IdentityApp;
let client: TestPrincipal;
beforeAll(async () => {
  app = await IdentityApp.open();
  await app.ok({ method: 'PUT', path: groupPath('Group'), body: { location: 'eastus' } });
  client = await app.principal('client');
});
afterAll(() => app.close());

const put = (path: string, properties?: object) =>
  app.send({ method: 'PUT', path, ...(properties === undefined ? {} : { body: { properties } }) });

async function logsIn(appId: string, secret: string): Promise<number> {
  const { status } = await app.askToken({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: secret,
    scope: `${AUDIENCE}/.default`,
  });
  return status;
}

describe('service principals', () => {
  it('ARM-35 are made with a secret that is told once, and stored as a hash', async () => {
    const made = await put(`${PRINCIPALS}/Robot`);
    const { secret, appId, objectId, ...others } = made.body.properties;
    expect([made.status, made.body.id, made.body.type, others]).toEqual([
      201,
      `${PRINCIPALS}/Robot`,
      'Torpor.Emulator/servicePrincipals',
      {
        tenantId: '22222222-2222-2222-2222-222222222222',
        displayName: 'Robot',
        createdTime: expect.any(String) as string,
      },
    ]);
    expect([await logsIn(appId, secret), await logsIn(appId.toUpperCase(), secret)]).toEqual([200, 200]);
    const read = await app.ok({ path: `${PRINCIPALS}/robot` });
    expect(read.properties).toEqual({ appId, objectId, ...others });
    const again = await put(`${PRINCIPALS}/robot`, { ...read.properties, displayName: 'A robot' });
    expect([again.status, again.body.name, again.body.properties.secret]).toEqual([200, 'Robot', undefined]);
    expect((await app.ok({ path: `${PRINCIPALS}/robot` })).properties.displayName).toBe('A robot');
    expect(JSON.stringify(await app.database.query('select * from principal'))).not.toContain(secret);
  });

  it('ARM-35 take a given secret and another one later', async () => {
    const given = 'sixteen-letters!';
    const { body } = await put(`${PRINCIPALS}/given`, { secret: given });
    const { appId } = body.properties;
    expect([body.properties.secret, await logsIn(appId, given)]).toEqual([given, 200]);
    const renewed = await app.ok({ method: 'POST', path: `${PRINCIPALS}/given/newSecret` });
    expect([await logsIn(appId, given), await logsIn(appId, renewed.properties.secret)]).toEqual([401, 200]);
    await app.ok({ method: 'POST', path: `${PRINCIPALS}/given/newSecret`, body: { secret: given } });
    expect(await logsIn(appId, given)).toBe(200);
    expect((await app.send({ method: 'DELETE', path: `${PRINCIPALS}/given` })).status).toBe(200);
    expect(await logsIn(appId, given)).toBe(401);
    expect((await app.send({ method: 'DELETE', path: `${PRINCIPALS}/given` })).status).toBe(204);
  });

  it('ARM-13 are listed, without secrets', async () => {
    const { value } = await app.ok({ path: PRINCIPALS });
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['client', 'Robot']);
    expect(JSON.stringify(value)).not.toContain('secret');
    const page = await app.ok({ path: `${PRINCIPALS}?$top=1` });
    expect((await app.ok({ path: page.nextLink })).value[0].name).toBe('Robot');
  });

  it.each<readonly [string, object, number, string]>([
    ['a short secret', { secret: 'short' }, 400, 'InvalidRequestContent'],
    ['a secret that no header carries', { secret: 'sixteen letters ü' }, 400, 'InvalidRequestContent'],
    ['an id that is none', { appId: 'x' }, 400, 'InvalidRequestContent'],
    ['an unknown member', { roles: [] }, 400, 'InvalidRequestContent'],
    [
      'the id of the development principal',
      { appId: '33333333-3333-3333-3333-333333333333' },
      409,
      'Conflict',
    ],
  ])('ARM-19 are not made with %s', async (_, properties, status, code) => {
    const answer = await put(`${PRINCIPALS}/wrong`, properties);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('ARM-34 do not share an application id, and do not change it', async () => {
    const taken = await put(`${PRINCIPALS}/second`, { appId: client.appId });
    const changed = await put(`${PRINCIPALS}/client`, { appId: randomUUID() });
    expect([taken.status, changed.status, changed.body.error.code]).toEqual([
      409,
      409,
      'PropertyChangeNotAllowed',
    ]);
  });

  it('ARM-34 are made once, by whoever is first', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => put(`${PRINCIPALS}/race`)));
    expect(made.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(made.map(({ body }) => body.properties.objectId)).size).toBe(1);
  });
});

describe('role definitions', () => {
  it.each(['', S, groupPath('Group'), `${groupPath('Group')}/providers/Microsoft.Compute/disks/d`])(
    'ARM-13 are found by name at %s, as az looks for them',
    async (scope) => {
      const filter = encodeURIComponent("roleName eq 'reader'");
      const { value } = await app.ok({
        path: `${scope}/${ROLES}?$filter=${filter}&api-version=2022-05-01-preview`,
      });
      expect(value).toMatchObject([
        {
          id: `${scope === '' ? '' : S}/${ROLES}/${READER}`,
          name: READER,
          type: 'Microsoft.Authorization/roleDefinitions',
          properties: {
            roleName: 'Reader',
            type: 'BuiltInRole',
            assignableScopes: ['/'],
            permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
          },
        },
      ]);
    },
  );

  it('ARM-15 are read by id', async () => {
    expect((await app.ok({ path: `${S}/${ROLES}/${READER}` })).properties.roleName).toBe('Reader');
    const missing = await app.send({ path: `${S}/${ROLES}/${randomUUID()}` });
    expect([missing.status, missing.body.error.code]).toEqual([404, 'RoleDefinitionDoesNotExist']);
    expect((await app.ok({ path: `${S}/${ROLES}` })).value).toHaveLength(6);
    const wrong = await app.send({ path: `${S}/${ROLES}?$filter=${encodeURIComponent("color eq 'red'")}` });
    expect(wrong.status).toBe(400);
  });
});

describe('role assignments', () => {
  const body = (change: object = {}) => ({
    properties: {
      roleDefinitionId: `${S}/${ROLES}/${READER}`,
      principalId: client.id,
      principalType: 'ServicePrincipal',
      ...change,
    },
  });
  const send = (method: string, path: string, change?: object) =>
    app.send({ method, path, ...(change === undefined ? {} : { body: body(change) }) });

  it('ARM-9 are made, read, listed and deleted as az does', async () => {
    const name = randomUUID();
    const path = `${groupPath('gROUP')}/${ASSIGNMENTS}/${name}`;
    const made = await send('PUT', path, { description: 'for the night shift' });
    const expected = {
      id: `${groupPath('Group')}/${ASSIGNMENTS}/${name}`,
      name,
      type: 'Microsoft.Authorization/roleAssignments',
      properties: {
        roleDefinitionId: `${S}/${ROLES}/${READER}`,
        principalId: client.id,
        principalType: 'ServicePrincipal',
        scope: groupPath('Group'),
        description: 'for the night shift',
        condition: null,
        conditionVersion: null,
        createdOn: expect.any(String) as string,
        updatedOn: expect.any(String) as string,
        createdBy: '00000000-0000-0000-0000-000000000001',
        updatedBy: '00000000-0000-0000-0000-000000000001',
        delegatedManagedIdentityResourceId: null,
      },
    };
    expect([made.status, made.body]).toEqual([201, expected]);
    expect((await send('PUT', path, {})).body).toEqual(expected);
    expect((await send('GET', path)).body).toEqual(expected);
    expect((await send('GET', `${S}/${ASSIGNMENTS}/${name}`)).status).toBe(404);
    const listed = async (scope: string, filter: string) => {
      const { value } = await app.ok({
        path: `${scope}/${ASSIGNMENTS}${filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`}`,
      });
      return value.map((assignment: { name: string }) => assignment.name);
    };
    const disk = `${groupPath('Group')}/providers/Microsoft.Compute/disks/d`;
    expect(await listed(groupPath('group'), 'atScope()')).toEqual([name]);
    expect(await listed(S, '')).toEqual([name]);
    expect(await listed(S, 'atScope()')).toEqual([]);
    expect(await listed(disk, '')).toEqual([name]);
    expect(await listed(S, `principalId eq '${client.id}'`)).toEqual([name]);
    expect(await listed(disk, `atScope() and assignedTo('${client.id}')`)).toEqual([name]);
    expect(await listed(S, `principalId eq '${randomUUID()}'`)).toEqual([]);
    expect(await listed(groupPath('other'), '')).toEqual([]);
    const gone = await send('DELETE', path);
    expect([gone.status, gone.body]).toEqual([200, expected]);
    expect((await send('DELETE', path)).status).toBe(204);
  });

  it('ARM-34 have a name of their own, and one of a kind', async () => {
    const name = randomUUID();
    expect((await send('PUT', `${S}/${ASSIGNMENTS}/${name}`, {})).status).toBe(201);
    const twice = await send('PUT', `${S}/${ASSIGNMENTS}/${randomUUID()}`, {});
    expect([twice.status, twice.body.error.code]).toEqual([409, 'RoleAssignmentExists']);
    const moved = await send('PUT', `${groupPath('Group')}/${ASSIGNMENTS}/${name}`, {});
    expect([moved.status, moved.body.error.code]).toEqual([409, 'RoleAssignmentUpdateNotPermitted']);
    await send('DELETE', `${S}/${ASSIGNMENTS}/${name}`);
  });

  it.each<readonly [string, object, number, string]>([
    ['an unknown principal', { principalId: randomUUID() }, 400, 'PrincipalNotFound'],
    ['a person', { principalType: 'User' }, 400, 'PrincipalNotFound'],
    ['an unknown role', { roleDefinitionId: `/${ROLES}/${randomUUID()}` }, 404, 'RoleDefinitionDoesNotExist'],
    ['something else for a role', { roleDefinitionId: READER }, 400, 'InvalidRequestContent'],
    ['a condition', { condition: '@Resource[x] StringEquals 1' }, 400, 'InvalidRequestContent'],
  ])('ARM-19 are not made for %s', async (_, change, status, code) => {
    const answer = await send('PUT', `${S}/${ASSIGNMENTS}/${randomUUID()}`, change);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('ARM-15 are not made over groups that do not exist, and have GUIDs for names', async () => {
    const nowhere = await send('PUT', `${groupPath('nowhere')}/${ASSIGNMENTS}/${randomUUID()}`, {});
    const named = await send('PUT', `${S}/${ASSIGNMENTS}/my-assignment`, {});
    expect([nowhere.body.error.code, named.status]).toEqual(['ResourceGroupNotFound', 400]);
  });
});

describe('permissions', () => {
  it('ARM-21 are those of the roles that apply', async () => {
    const seen = async (scope: string) => {
      const path = `${scope}/providers/Microsoft.Authorization/permissions`;
      const { status, body } = await app.send({ path, token: client.token });
      return status === 200 ? body.value.map(({ actions }: { actions: string[] }) => actions[0]) : status;
    };
    expect(await seen(groupPath('Group'))).toBe(403);
    await app.assign(client, 'Reader', groupPath('Group'));
    await app.assign(client, 'Network Contributor', groupPath('Group'));
    expect((await seen(groupPath('Group'))).sort()).toEqual(['*/read', 'Microsoft.Authorization/*/read']);
    expect((await seen(`${groupPath('Group')}/providers/Microsoft.Compute/disks/d`)).length).toBe(2);
  });
});

describe('subscriptions', () => {
  const id = '5a5a5a5a-5a5a-4a5a-8a5a-5a5a5a5a5a5a';
  const path = `/providers/Torpor.Emulator/subscriptions/${id.toUpperCase()}`;

  it('ARM-15 are added at run time, for every process', async () => {
    const other = await IdentityApp.open({}, app);
    const inside = `/subscriptions/${id}/resourceGroups/first`;
    const status = async (one: IdentityApp) =>
      (await one.send({ method: 'PUT', path: inside, body: { location: 'eastus' } })).status;
    expect([await status(app), await status(other)]).toEqual([404, 404]);
    const made = await put(path, { displayName: 'Third' });
    expect([made.status, made.body.subscriptionId, made.body.displayName]).toEqual([201, id, 'Third']);
    expect([await status(app), await status(other)]).toEqual([201, 200]);
    expect((await put(path, { displayName: 'Renamed' })).status).toBe(200);
    const listed = await other.ok({ path: '/subscriptions' });
    expect(listed.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      '1111',
      '4444',
      'Renamed',
    ]);
    expect((await app.ok({ path: `/subscriptions/${id}` })).displayName).toBe('Renamed');
    await other.close();
  });

  it('ARM-19 have GUIDs for ids and a name', async () => {
    const answers = await Promise.all([
      put('/providers/Torpor.Emulator/subscriptions/mine', { displayName: 'x' }),
      put(path, {}),
      put(path, { displayName: '' }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
  });
});
