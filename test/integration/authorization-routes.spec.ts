import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Route } from '../../src/arm/route-table.js';
import { IdentityApp, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

/** Routes that need no token. Whoever adds one has to think about it here. */
const PUBLIC: readonly string[] = [
  'GET /healthz',
  'GET /metadata/endpoints',
  'GET /aliases.json',
  // Guests have no token: the key in the path is their secret.
  /^(GET|POST) \/imds\/:key\//.source,
  // Links that carry a signature and an end.
  'GET /bootDiagnostics/:vmId/serialConsole.log',
  // Where tokens come from.
  'GET /common/discovery/instance',
  'GET /:tenant/.well-known/openid-configuration',
  'GET /:tenant/v2.0/.well-known/openid-configuration',
  'GET /:tenant/discovery/keys',
  'GET /:tenant/discovery/v2.0/keys',
  'POST /:tenant/oauth2/token',
  'POST /:tenant/oauth2/v2.0/token',
];
/** Routes for every caller: what they answer is the same to all, or only the caller's own. */
const FOR_EVERY_CALLER = ['GET /subscriptions', 'GET /tenants', 'GET /openapi.json'];

let app: IdentityApp;
let nobody: TestPrincipal;
let routes: readonly Route[];
beforeAll(async () => {
  app = await IdentityApp.open();
  nobody = await app.principal('nobody');
  routes = app.arm.routes.all.filter(({ method }) => method !== 'OPTIONS');
});
afterAll(() => app.close());

/** HEAD asks for what GET answers. */
const asGet = ({ method, url }: Route) => `${method === 'HEAD' ? 'GET' : method} ${url}`;

const isPublic = (route: Route) => {
  const name = asGet(route);
  return PUBLIC.some((entry) => entry === name || (entry.startsWith('^') && new RegExp(entry).test(name)));
};

/** A path of a route, with parameters that every route takes. */
const pathOf = (url: string) =>
  url
    .replace(':subscriptionId', SUBSCRIPTION)
    .replaceAll(/:operationId|:assignmentName|:roleId/g, randomUUID())
    .replaceAll(/:\w+/g, 'name')
    .replace('*', 'name');

async function answerTo(
  { method, url }: Route,
  token: string | null,
): Promise<readonly [number, string | undefined]> {
  const { status, body } = await app.send({ method, path: pathOf(url), token });
  return [status, body?.error?.code];
}

/** Routes that are not answered as they should be, with their answers. */
async function wrong(
  candidates: readonly Route[],
  token: string | null,
  isRight: (status: number, code: string | undefined, route: Route) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const route of candidates) {
    const [status, code] = await answerTo(route, token);
    if (!isRight(status, code, route)) found.push(`${route.method} ${route.url}: ${status} ${code}`);
  }
  return found;
}

describe('every route', () => {
  it('ARM-20 that is not public is refused without a token', async () => {
    expect(routes.length).toBeGreaterThan(150);
    const guarded = routes.filter((route) => !isPublic(route));
    expect(await wrong(guarded, null, (status) => status === 401)).toEqual([]);
    expect(await wrong(guarded, 'not-a-token', (status) => status === 401)).toEqual([]);
  });

  it('ARM-20 that is public is on the list, and is not refused', async () => {
    const open = routes.filter(isPublic);
    expect(
      await wrong(open, null, (status, code) => status !== 403 && code !== 'AuthenticationFailed'),
    ).toEqual([]);
  });

  it('ARM-21 is refused to a principal without any role', async () => {
    const guarded = routes.filter((route) => !isPublic(route) && !FOR_EVERY_CALLER.includes(asGet(route)));
    const answered = await wrong(
      guarded,
      nobody.token,
      (status, code, { method }) =>
        status === 403 && (method === 'HEAD' ? code === undefined : code === 'AuthorizationFailed'),
    );
    expect(answered).toEqual([]);
  });

  it('ARM-21 that is for every caller tells a principal without any role nothing of others', async () => {
    const { body } = await app.send({ path: '/subscriptions', token: nobody.token });
    expect(body).toEqual({ value: [] });
    const tenants = await app.send({ path: '/tenants', token: nobody.token });
    const owners = await app.send({ path: '/tenants' });
    expect(tenants.body).toEqual(owners.body);
  });

  it('ARM-21 refuses before it looks at the body, the version or the subscription', async () => {
    const path = '/subscriptions/99999999-9999-4999-8999-999999999999/resourceGroups/g';
    const refused = await app.inject({
      method: 'PUT',
      url: path,
      headers: { authorization: `Bearer ${nobody.token}`, 'content-type': 'application/json' },
      payload: '{"location":',
    });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed']);
    expect(refused.body.error.message).toBe(
      `The caller may not do this: the client '${nobody.appId}' with object id '${nobody.id}' has no role that ` +
        `allows the action 'Microsoft.Resources/subscriptions/resourceGroups/write' over scope '${path}'.`,
    );
  });
});
