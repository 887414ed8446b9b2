import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import { base64url, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OwnRequests } from '../../src/arm/own-requests.js';
import { TokenIssuer } from '../../src/identity/authority/token-issuer.js';
import { ensureManagedIdentity } from '../../src/persistence/principal.repository.js';
import { groupPath } from '../world/arm-app.js';
import { AUDIENCE, IdentityApp, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const TENANT = '22222222-2222-2222-2222-222222222222';
const GROUP = groupPath('g');

let app: IdentityApp;
let client: TestPrincipal;
let key: { readonly kid: string; readonly privateJwk: JWK };
beforeAll(async () => {
  app = await IdentityApp.open();
  await app.ok({ method: 'PUT', path: GROUP, body: { location: 'eastus' } });
  client = await app.principal('client');
  await app.assign(client, 'Owner', '');
  [key] = await app.database.query('select kid, private_jwk as "privateJwk" from signing_key');
});
afterAll(() => app.close());

const seconds = () => Math.floor(Date.now() / 1000);
type Change = { readonly [Claim in keyof JWTPayload]: unknown };

const claims = (change: Change = {}): JWTPayload => ({
  aud: AUDIENCE,
  iss: `${AUDIENCE}/adfs`,
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 600,
  oid: client.id,
  sub: client.id,
  appid: client.appId,
  tid: TENANT,
  ver: '1.0',
  ...(change as JWTPayload),
});

/** A token signed with the real key, of claims that may be wrong. */
async function signed(change: Change = {}, header: { alg?: string; kid?: string } = {}): Promise<string> {
  const { alg = 'RS256', kid = key.kid } = header;
  return new SignJWT(claims(change))
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .sign(await importJWK(key.privateJwk, alg));
}

const segment = (value: unknown) => base64url.encode(JSON.stringify(value));

async function told(token: string): Promise<readonly [number, string | undefined]> {
  const { status, body } = await app.send({ path: GROUP, token });
  return [status, body?.error?.code];
}

const INVALID = [401, 'InvalidAuthenticationToken'];

describe('a signed token', () => {
  it('ARM-20 lets its principal in', async () => {
    expect(await told(await signed())).toEqual([200, undefined]);
    expect(await told(await signed({ nbf: seconds() + 3 }))).toEqual([200, undefined]);
    expect(await told(await signed({ exp: seconds() - 3, iat: seconds() - 60 }))).toEqual([200, undefined]);
  });

  it('ARM-20 is told apart from one that was valid once', async () => {
    const { status, headers, body } = await app.send({
      path: GROUP,
      token: await signed({ exp: seconds() - 60, nbf: seconds() - 120 }),
    });
    expect([status, body.error.code]).toEqual([401, 'ExpiredAuthenticationToken']);
    expect(headers['www-authenticate']).toMatch(
      /^Bearer authorization_uri=".*\/adfs", error="invalid_token"/,
    );
  });

  it.each<readonly [string, () => Promise<string>]>([
    ['of another audience', () => signed({ aud: 'https://vault.azure.net' })],
    ['of several audiences', () => signed({ aud: [AUDIENCE, 'https://vault.azure.net'] })],
    ['of no audience', () => signed({ aud: undefined })],
    ['of another issuer', () => signed({ iss: 'https://login.example.test/adfs' })],
    ['of no issuer', () => signed({ iss: undefined })],
    ['of another directory', () => signed({ tid: randomUUID() })],
    ['of no directory', () => signed({ tid: undefined })],
    ['of nobody', () => signed({ oid: undefined })],
    ['of a principal that never was', () => signed({ oid: randomUUID() })],
    ['of a principal that is no id', () => signed({ oid: "x' or true --" })],
    ['of the owner, by its id', () => signed({ oid: '00000000-0000-0000-0000-000000000001' })],
    ['of the development principal', () => signed({ oid: '33333333-3333-3333-3333-000000000001' })],
    ['not valid yet', () => signed({ nbf: seconds() + 60 })],
    ['without an end', () => signed({ exp: undefined })],
    ['without a beginning', () => signed({ nbf: undefined })],
    [
      'expired and of another audience',
      () => signed({ aud: 'https://vault.azure.net', exp: seconds() - 60 }),
    ],
    ['of another algorithm of the same key', () => signed({}, { alg: 'RS512' })],
    ['of a padding of the same key', () => signed({}, { alg: 'PS256' })],
    ['of a key that is not known', () => signed({}, { kid: 'another' })],
    ['without a signature', async () => (await signed()).split('.').slice(0, 2).join('.') + '.'],
    ['in two parts', async () => (await signed()).split('.').slice(0, 2).join('.')],
    [
      'of algorithm none',
      async () => `${segment({ alg: 'none', kid: key.kid, typ: 'JWT' })}.${segment(claims())}.`,
    ],
    ['signed with the public key as a secret', hmacToken],
    ['signed with a foreign key under the known id', foreignToken],
    ['that brings its own key', tokenWithOwnKey],
    [
      'with claims exchanged',
      async () => {
        const [header, , signature] = (await signed()).split('.');
        return `${header}.${segment(claims({ oid: randomUUID() }))}.${signature}`;
      },
    ],
    [
      'with its end put off',
      async () => {
        const [header, , signature] = (await signed({ exp: seconds() - 60 })).split('.');
        return `${header}.${segment(claims())}.${signature}`;
      },
    ],
    [
      'of claims that are no object',
      async () => `${segment({ alg: 'RS256', kid: key.kid })}.${segment(1)}.AA`,
    ],
    ['of a header that is no object', async () => `${segment(null)}.${segment(claims())}.AA`],
  ])('ARM-20 %s is refused', async (_, make) => {
    expect(await told(await make())).toEqual(INVALID);
  });
});

/** HS256 with the public key as its secret: what a careless verifier takes for RS256. */
async function hmacToken(): Promise<string> {
  const publicKey = createPublicKey({ key: { ...key.privateJwk, d: undefined } as never, format: 'jwk' });
  const content = `${segment({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${segment(claims())}`;
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

async function foreignToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(privateKey);
}

async function tokenWithOwnKey(): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: key.kid, jwk }).sign(privateKey);
}

describe('a principal that is gone', () => {
  it('ARM-20 is refused from the next request on, in every process', async () => {
    const other = await IdentityApp.open({}, app);
    const leaver = await app.principal('leaver');
    await app.assign(leaver, 'Reader', GROUP);
    const statuses = async () =>
      Promise.all(
        [app, other].map(async (one) => (await one.send({ path: GROUP, token: leaver.token })).status),
      );
    expect(await statuses()).toEqual([200, 200]);
    const path = '/providers/Torpor.Emulator/servicePrincipals/leaver';
    expect((await app.send({ method: 'DELETE', path })).status).toBe(200);
    expect(await statuses()).toEqual([401, 401]);
    // Its name comes back as somebody else.
    const again = await app.ok({ method: 'PUT', path, body: { properties: { appId: leaver.appId } } });
    expect(again.properties.objectId).not.toBe(leaver.id);
    expect(await statuses()).toEqual([401, 401]);
    const { token } = await app.arm.app
      .get(TokenIssuer, { strict: false })
      .issue({ id: again.properties.objectId, appId: leaver.appId }, AUDIENCE);
    expect((await app.send({ path: GROUP, token })).status).toBe(403);
    await other.close();
  });

  it('ARM-20 has no requests sent in its name either', async () => {
    const sender = await app.principal();
    await app.assign(sender, 'Reader', GROUP);
    const own = app.arm.app.get(OwnRequests, { strict: false });
    const caller = { principalId: sender.id, name: sender.name, kind: 'service-principal' } as const;
    const url = `${GROUP}?api-version=2022-04-01`;
    expect((await own.send(caller, { method: 'GET', url })).status).toBe(200);
    expect((await own.send(caller, { method: 'DELETE', url })).status).toBe(403);
    await app.database.query('delete from principal where id = $1', [sender.id]);
    expect((await own.send(caller, { method: 'GET', url })).status).toBe(401);
  });
});

describe('the identity of a VM', () => {
  it('ARM-20 is one, gets tokens of limited lifetime, and is only what it was given', async () => {
    const vm = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm`;
    const made = await Promise.all(
      [vm, vm.toUpperCase(), vm].map((id) => ensureManagedIdentity(app.database, id)),
    );
    const [identity] = made;
    if (identity === undefined) throw new Error('no identity');
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const issuer = app.arm.app.get(TokenIssuer, { strict: false });
    const { id, appId } = identity;
    const subject = { id, appId, resourceId: vm };
    const here = await issuer.issue(subject, 'https://management.azure.com/', { lifetimeSeconds: 60 });
    expect([here.expiresIn, here.expiresOn - here.notBefore]).toEqual([60, 60]);
    expect(await told(here.token)).toEqual([403, 'AuthorizationFailed']);
    await app.ok({
      method: 'PUT',
      path: `${GROUP}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
      body: {
        properties: {
          roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
          principalId: id,
          principalType: 'ServicePrincipal',
        },
      },
    });
    expect(await told(here.token)).toEqual([200, undefined]);
    // A token for another service is none for this one, whatever host it is presented under.
    const elsewhere = await issuer.issue(subject, 'https://storage.azure.com/');
    const answer = await app.send({
      path: GROUP,
      token: elsewhere.token,
      headers: { host: 'storage.azure.com' },
    });
    expect(answer.status).toBe(401);
  });
});

describe('the access token', () => {
  it('ARM-20 asks nothing of the database about its holder', async () => {
    const queries: string[] = [];
    const { query } = app.database;
    app.database.query = function counted(this: typeof app.database, ...given: Parameters<typeof query>) {
      queries.push(String(given[0]));
      return query.apply(this, given) as never;
    } as typeof query;
    try {
      expect((await app.send({ path: '/tenants' })).status).toBe(200);
      expect((await app.send({ path: `/subscriptions/${SUBSCRIPTION}/locations` })).status).toBe(200);
    } finally {
      app.database.query = query;
    }
    const aboutHolders =
      /\b(?:from|join)\s+(?:principal|role_assignment|authorization_version|signing_key)\b/;
    expect(queries.filter((text) => aboutHolders.test(text))).toEqual([]);
  });
});
