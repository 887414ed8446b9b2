import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_PRINCIPAL } from '../../src/identity/development-principal.js';
import { hibernating, location, vm } from '../world/arm-requests.js';
import { groupPath } from '../world/arm-app.js';
import { AUDIENCE, IdentityApp } from '../world/identity-app.js';

let app: IdentityApp;
let endpoint: string;
let key: string;
let principalId: string;

const GUEST = { metadata: 'true' };
const RESOURCE = encodeURIComponent(AUDIENCE);
const TOKEN_PATH = `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${RESOURCE}`;

beforeAll(async () => {
  app = await IdentityApp.open({ developmentPrincipal: true });
  await app.cloud.addHost('host-a');
  await app.ok({ method: 'PUT', path: groupPath('g'), body: { location } });
  const body = { ...hibernating(), identity: { type: 'SystemAssigned' } };
  await app.ok({ method: 'PUT', path: vm('vm-1'), body });
  await app.settled();
  const made = await app.ok({ path: vm('vm-1') });
  principalId = made.identity.principalId as string;
  const found = await app.ok({
    method: 'POST',
    path: `${vm('vm-1')}/providers/Torpor.Emulator/instanceMetadata`,
  });
  endpoint = new URL(found.properties.endpoint as string).pathname;
  key = found.properties.identityHeader as string;
});
afterAll(() => app.close());

async function ask(path: string, headers: Readonly<Record<string, string>> = GUEST) {
  const { statusCode, body } = await app.arm.app.inject({ url: endpoint + path, headers });
  return { status: statusCode, body: JSON.parse(body) };
}

describe('a guest with an identity', () => {
  it('ARM-35 gets a token that is worth what its roles are worth', async () => {
    const { status, body } = await ask(TOKEN_PATH);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expires_in: '86400',
      expires_on: expect.stringMatching(/^\d+$/),
      ext_expires_in: '86400',
      not_before: expect.stringMatching(/^\d+$/),
      resource: AUDIENCE,
      token_type: 'Bearer',
    });
    const read = () => app.send({ path: vm('vm-1'), token: body.access_token });
    expect((await read()).status).toBe(403);
    await app.assign({ id: principalId, appId: '', name: 'vm-1', token: '' }, 'Reader', groupPath('g'));
    expect((await read()).status).toBe(200);
  });

  it('ARM-35 gets the same in the way of an application host', async () => {
    const path = `/identity?api-version=2019-08-01&resource=${RESOURCE}`;
    const { status, body } = await ask(path, { 'x-identity-header': key });
    expect([status, body.token_type, body.resource]).toEqual([200, 'Bearer', AUDIENCE]);
  });

  it.each([
    ['without the header', TOKEN_PATH, {}],
    [
      'with the wrong secret',
      `/identity?api-version=2019-08-01&resource=${RESOURCE}`,
      { 'x-identity-header': 'x' },
    ],
    ['without a resource', '/metadata/identity/oauth2/token?api-version=2018-02-01', GUEST],
    ['for an identity that is not the VM’s', `${TOKEN_PATH}&client_id=${'0'.repeat(8)}`, GUEST],
  ] as const)('ARM-20 a request %s gets none', async (_what, path, headers) => {
    const { status, body } = await ask(path, headers);
    expect([status, 'access_token' in body, typeof body.error]).toEqual([400, false, 'string']);
  });

  it('ARM-21 whoever may only read the VM does not learn where its identity is', async () => {
    const reader = await app.principal('reader');
    await app.assign(reader, 'Reader', groupPath('g'));
    const path = `${vm('vm-1')}/providers/Torpor.Emulator/instanceMetadata`;
    expect((await app.send({ method: 'POST', path, token: reader.token })).status).toBe(403);
  });
});

describe('the directory', () => {
  it('ARM-35 names principals by object id and by application id', async () => {
    const robot = await app.principal('robot');
    const document = {
      '@odata.type': '#microsoft.graph.servicePrincipal',
      id: robot.id,
      appId: robot.appId,
      displayName: 'robot',
      servicePrincipalNames: [robot.appId],
      servicePrincipalType: 'Application',
      accountEnabled: true,
    };
    const filter = encodeURIComponent(`servicePrincipalNames/any(c:c eq '${robot.appId}')`);
    const ids = { ids: [robot.id, '00000000-0000-0000-0000-00000000000f'], types: ['user'] };
    expect(await app.ok({ path: `/v1.0/servicePrincipals/${robot.id}` })).toEqual(document);
    expect(await app.ok({ path: `/v1.0/servicePrincipals?$filter=${filter}` })).toEqual({
      value: [document],
    });
    expect(await app.ok({ method: 'POST', path: '/v1.0/directoryObjects/getByIds', body: ids })).toEqual({
      value: [document],
    });
    expect((await app.send({ path: `/v1.0/servicePrincipals/${ids.ids[1]}` })).status).toBe(404);
    const everybody = await app.ok({ path: '/v1.0/servicePrincipals' });
    const names = everybody.value.map(({ displayName }: { readonly displayName: string }) => displayName);
    expect(names).toEqual([DEVELOPMENT_PRINCIPAL.name, 'reader', 'robot', 'vm-1']);
    expect((await app.send({ path: '/v1.0/servicePrincipals?$filter=nonsense' })).status).toBe(400);
    expect((await app.send({ path: '/v1.0/servicePrincipals', token: robot.token })).status).toBe(403);
  });
});
