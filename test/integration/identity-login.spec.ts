import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DEVELOPMENT_APP_ID,
  DEVELOPMENT_PRINCIPAL,
  DEVELOPMENT_SECRET,
} from '../../src/identity/development-principal.js';
import { AUDIENCE, HOST, IdentityApp, SECRET, type TestPrincipal } from '../world/identity-app.js';

const TENANT = '22222222-2222-2222-2222-222222222222';
const ORIGIN = `http://${HOST}`;

let app: IdentityApp;
let client: TestPrincipal;
beforeAll(async () => {
  app = await IdentityApp.open({ developmentPrincipal: true, hostNames: ['torpor.test'] });
  client = await app.principal('robot');
});
afterAll(() => app.close());

const form = (change: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'client_credentials',
  client_id: client.appId,
  client_secret: SECRET,
  client_info: '1',
  scope: `${AUDIENCE}/.default`,
  ...change,
});

describe('the authority', () => {
  it.each([
    [
      '/adfs/.well-known/openid-configuration',
      `${ORIGIN}/adfs`,
      '/adfs/oauth2/token',
      '/adfs/discovery/keys',
    ],
    [
      `/${TENANT}/v2.0/.well-known/openid-configuration`,
      `${ORIGIN}/${TENANT}/v2.0`,
      `/${TENANT}/oauth2/v2.0/token`,
      `/${TENANT}/discovery/v2.0/keys`,
    ],
    [
      '/organizations/v2.0/.well-known/openid-configuration',
      `${ORIGIN}/${TENANT}/v2.0`,
      `/${TENANT}/oauth2/v2.0/token`,
      `/${TENANT}/discovery/v2.0/keys`,
    ],
    [
      `/${TENANT}/.well-known/openid-configuration`,
      `${ORIGIN}/${TENANT}/`,
      `/${TENANT}/oauth2/token`,
      `/${TENANT}/discovery/keys`,
    ],
  ])('ARM-35 describes itself at %s', async (path, issuer, tokenPath, keysPath) => {
    const { status, body } = await app.inject({ method: 'GET', url: path });
    expect([status, body.issuer, body.token_endpoint, body.jwks_uri]).toEqual([
      200,
      issuer,
      ORIGIN + tokenPath,
      ORIGIN + keysPath,
    ]);
    expect(new URL(body.authorization_endpoint).origin).toBe(ORIGIN);
    const keys = await app.inject({ method: 'GET', url: keysPath });
    expect(Object.keys(keys.body.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('ARM-35 knows one directory', async () => {
    const url = '/contoso.test/v2.0/.well-known/openid-configuration';
    expect((await app.inject({ method: 'GET', url })).status).toBe(404);
    const asked = await app.askToken(form(), { path: '/contoso.test/oauth2/v2.0/token' });
    expect([asked.status, asked.body.error, asked.body.error_codes]).toEqual([
      400,
      'invalid_request',
      [90002],
    ]);
  });

  it('ARM-35 tells clients that validate authorities that it is one cloud', async () => {
    const { status, body } = await app.inject({
      method: 'GET',
      url: `/common/discovery/instance?api-version=1.1&authorization_endpoint=${ORIGIN}/common/oauth2/authorize`,
    });
    expect([status, body]).toEqual([
      200,
      {
        tenant_discovery_endpoint: `${ORIGIN}/${TENANT}/v2.0/.well-known/openid-configuration`,
        'api-version': '1.1',
        metadata: [{ preferred_network: HOST, preferred_cache: HOST, aliases: [HOST] }],
      },
    ]);
  });
});

describe('the token end point', () => {
  it.each([
    ['/adfs/oauth2/token', `${ORIGIN}/adfs`],
    ['/adfs/oauth2/v2.0/token', `${ORIGIN}/adfs`],
    [`/${TENANT}/oauth2/v2.0/token`, `${ORIGIN}/${TENANT}/`],
    ['/common/oauth2/v2.0/token', `${ORIGIN}/${TENANT}/`],
  ])('ARM-35 answers %s with a token that lets its client in', async (path, issuer) => {
    const { status, headers, body } = await app.askToken(form(), { path });
    expect([status, headers['cache-control'], Object.keys(body).sort()]).toEqual([
      200,
      'no-store',
      ['access_token', 'expires_in', 'ext_expires_in', 'token_type'],
    ]);
    expect([body.token_type, body.expires_in, body.ext_expires_in]).toEqual(['Bearer', 86_400, 86_400]);
    const keys = await app.inject({ method: 'GET', url: '/adfs/discovery/keys' });
    const { payload, protectedHeader } = await jwtVerify(body.access_token, createLocalJWKSet(keys.body));
    expect([protectedHeader.alg, protectedHeader.kid]).toEqual(['RS256', keys.body.keys[0].kid]);
    const { iat, nbf, exp, uti, ...claims } = payload;
    expect(claims).toEqual({
      appid: client.appId,
      appidacr: '1',
      aud: AUDIENCE,
      idp: issuer,
      idtyp: 'app',
      iss: issuer,
      oid: client.id,
      sub: client.id,
      tid: TENANT,
      ver: '1.0',
    });
    expect([nbf, exp]).toEqual([iat, (iat ?? 0) + 86_400]);
    expect(typeof uti).toBe('string');
    const listed = await app.send({ path: '/subscriptions', token: body.access_token });
    expect([listed.status, listed.body]).toEqual([200, { value: [] }]);
  });

  it('ARM-35 answers version 1.0 in texts', async () => {
    const { scope: _, ...rest } = form({ resource: `${AUDIENCE}/` });
    const { status, body } = await app.askToken(rest, { path: `/${TENANT}/oauth2/token` });
    const { iat = 0 } = decodeJwt(body.access_token);
    const { access_token: token, ...others } = body;
    expect([status, others, decodeJwt(token).aud]).toEqual([
      200,
      {
        token_type: 'Bearer',
        expires_in: '86400',
        ext_expires_in: '86400',
        expires_on: String(iat + 86_400),
        not_before: String(iat),
        resource: `${AUDIENCE}/`,
      },
      `${AUDIENCE}/`,
    ]);
  });

  it('ARM-35 takes the secret from a Basic header', async () => {
    const { client_id, client_secret, ...rest } = form();
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    expect((await app.askToken(rest, { headers: { authorization } })).status).toBe(200);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, unknown]>([
    ['a wrong secret', { client_secret: `${SECRET}x` }, [401, 'invalid_client', [7000215]]],
    [
      'a client that nobody is',
      { client_id: '99999999-9999-4999-8999-999999999999' },
      [401, 'invalid_client', [7000215]],
    ],
    ['a client that is no id', { client_id: "x' or '1'='1" }, [401, 'invalid_client', [7000215]]],
    ['a wrong development secret', { client_id: DEVELOPMENT_APP_ID }, [401, 'invalid_client', [7000215]]],
    ['another grant', { grant_type: 'authorization_code' }, [400, 'unsupported_grant_type', [70003]]],
    ['another audience', { scope: 'https://vault.azure.net/.default' }, [400, 'invalid_resource', [500011]]],
    ['a scope by name', { scope: 'User.Read' }, [400, 'invalid_scope', [1002012]]],
  ])('ARM-35 refuses %s', async (_, change, expected) => {
    const { status, body } = await app.askToken(form(change));
    expect([status, body.error, body.error_codes]).toEqual(expected);
    expect(body.error_description).toMatch(/^AADSTS\d+: .* Trace ID: \S+ Correlation ID: \S+ Timestamp: /);
    expect(Object.keys(body).sort()).toEqual([
      'correlation_id',
      'error',
      'error_codes',
      'error_description',
      'timestamp',
      'trace_id',
    ]);
  });

  it('ASSUME-22 does not say which clients exist', async () => {
    const answers = await Promise.all(
      [{ client_secret: 'wrong-secret-0123' }, { client_id: '99999999-9999-4999-8999-999999999999' }].map(
        (change) => app.askToken(form(change)),
      ),
    );
    const told = answers.map(({ status, body }) => [
      status,
      body.error,
      body.error_description.split(' Trace')[0],
    ]);
    expect(told[0]).toEqual(told[1]);
  });

  it('ARM-35 issues tokens under its own names alone', async () => {
    const under = async (host: string) => (await app.askToken(form(), { headers: { host } })).status;
    expect(
      await Promise.all(['localhost', '127.0.0.1:1', '[::1]', 'torpor.test', 'evil.test'].map(under)),
    ).toEqual([200, 200, 200, 200, 400]);
  });

  it('TORPOR-21 takes forms, of a limited size', async () => {
    const big = await app.askToken(form({ claims: 'x'.repeat(40_000) }));
    const json = await app.inject({ method: 'POST', url: '/adfs/oauth2/token', payload: form() });
    const none = await app.inject({ method: 'POST', url: '/adfs/oauth2/token' });
    expect([big.status, json.status, none.status, none.body.error]).toEqual([
      413,
      415,
      400,
      'invalid_request',
    ]);
    const elsewhere = await app.inject({
      method: 'PUT',
      url: '/subscriptions/x/resourceGroups/g?api-version=2022-04-01',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'Bearer token-of-the-owner',
      },
      payload: 'location=eastus',
    });
    expect(elsewhere.status).toBe(415);
  });
});

describe('the development principal', () => {
  const wanted = { client_id: DEVELOPMENT_APP_ID, client_secret: DEVELOPMENT_SECRET };

  it('ARM-35 logs in from loopback and owns everything', async () => {
    const { status, body } = await app.askToken(form(wanted));
    expect([status, decodeJwt(body.access_token).oid]).toEqual([200, DEVELOPMENT_PRINCIPAL.principalId]);
    const listed = await app.send({ path: '/subscriptions', token: body.access_token });
    expect(listed.body.value).toHaveLength(2);
  });

  it.each([
    ['another machine', { remoteAddress: '10.0.0.9' }],
    ['a proxy', { headers: { 'x-forwarded-for': '10.0.0.9' } }],
    ['a name that is not loopback', { headers: { host: 'torpor.test' } }],
  ])('ARM-35 does not log in from %s', async (_, options) => {
    const { status, body } = await app.askToken(form(wanted), options);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  it('ARM-20 is nobody where it is switched off', async () => {
    const { body } = await app.askToken(form(wanted));
    const other = await IdentityApp.open({ developmentPrincipal: false }, app);
    expect((await other.askToken(form(wanted))).status).toBe(401);
    const { status } = await other.send({ path: '/subscriptions', token: body.access_token });
    expect(status).toBe(401);
    await other.close();
  });
});

it('ARM-35 all processes sign with one key, whoever makes it', async () => {
  const fresh = await IdentityApp.open();
  const others = await Promise.all([IdentityApp.open({}, fresh), IdentityApp.open({}, fresh)]);
  const all = [fresh, ...others];
  const keys = await Promise.all(
    all.map((one) => one.inject({ method: 'GET', url: '/adfs/discovery/keys' })),
  );
  const kids = new Set(keys.map(({ body }) => body.keys[0].kid as string));
  const { token } = await fresh.principal();
  const answers = await Promise.all(all.map((one) => one.send({ path: '/subscriptions', token })));
  expect([kids.size, decodeProtectedHeader(token).kid, answers.map(({ status }) => status)]).toEqual([
    1,
    [...kids][0],
    [200, 200, 200],
  ]);
  for (const one of others) await one.close();
  await fresh.close();
});
