import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from './create-app.js';
import { AUTHORIZED, createSampleApp, SUBSCRIPTIONS_PATH, VERSION, VMS_PATH } from './testing/sample-app.js';

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp();
});
afterAll(() => arm.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  arm.app.inject({ method: 'GET', url, headers: { ...AUTHORIZED, ...headers } });

const CANONICAL_ID = `${VMS_PATH}/Web-1`;

describe('paths', () => {
  it.each([
    `${VMS_PATH}/Web-1`,
    `${VMS_PATH.toLowerCase()}/Web-1`,
    `${VMS_PATH.toUpperCase().replace('/RG/', '/rg/')}/Web-1`,
    VMS_PATH.replace('resourceGroups', 'resourcegroups') + '/Web-1',
  ])('ARM-4 match in any letter case: %s', async (path) => {
    const answer = await get(`${path}?${VERSION}`);
    expect([answer.statusCode, answer.json()]).toEqual([200, { id: CANONICAL_ID }]);
  });

  it.each([
    VMS_PATH.replace('Microsoft.Compute/', 'Microsoft.Compute//') + '/Web-1',
    `//${VMS_PATH.slice(1)}///Web-1//`,
    `${VMS_PATH}/Web-1/`,
  ])('ARM-5 match whatever their slashes: %s', async (path) => {
    const answer = await get(`${path}?${VERSION}`);
    expect([answer.statusCode, answer.json()]).toEqual([200, { id: CANONICAL_ID }]);
  });

  it('ARM-33 are refused when a name does not follow its pattern', async () => {
    const answer = await get(`${VMS_PATH}/${encodeURIComponent('web 1')}?${VERSION}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      {
        error: {
          code: 'InvalidParameter',
          target: 'vmName',
          additionalInfo: [{ info: { code: 'invalid-name', rule: 'ARM-33' } }],
        },
      },
    ]);
    const long = await get(`${VMS_PATH}/${'a'.repeat(1000)}?${VERSION}`);
    expect([long.statusCode, long.json()]).toMatchObject([400, { error: { target: 'vmName' } }]);
  });

  it('ARM-15 are refused below a subscription that does not exist', async () => {
    const id = '99999999-9999-9999-9999-999999999999';
    const answer = await get(`/subscriptions/${id}/locations?${VERSION}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      404,
      { error: { code: 'SubscriptionNotFound', target: `/subscriptions/${id}` } },
    ]);
  });

  it.each([`/%73ubscriptions/unknown/locations`, 'http://elsewhere/subscriptions/unknown/locations'])(
    'ARM-15 are refused however they are written: %s',
    async (path) => {
      const answer = await get(`${path}?${VERSION}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        404,
        { error: { code: 'SubscriptionNotFound' } },
      ]);
    },
  );
});

describe('api-version', () => {
  it.each([
    ['', 400, 'MissingApiVersionParameter'],
    ['?api-version=', 400, 'MissingApiVersionParameter'],
    ['?version=2024-11-01', 400, 'MissingApiVersionParameter'],
  ])('ARM-1 is required: %j', async (query, status, code) => {
    const answer = await get(`${VMS_PATH}${query}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      status,
      { error: { code, target: 'api-version' } },
    ]);
  });

  it.each(['latest', '2024-13-01', '2024-1-1', '2024-11-01-beta', '2024-11-01&api-version=2024-11-01'])(
    'ARM-2 is a date: not %j',
    async (version) => {
      const answer = await get(`${VMS_PATH}?api-version=${version}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        400,
        { error: { code: 'InvalidApiVersionParameter', target: 'api-version' } },
      ]);
    },
  );

  it.each(['2015-06-15', '2026-03-01', '2024-01-01-preview', '1999-12-31'])(
    'ARM-2 may be %s',
    async (version) => {
      expect((await get(`${VMS_PATH}?api-version=${version}`)).statusCode).toBe(200);
    },
  );

  it('ARM-18 may come in any letter case and encoding, among keys that nobody knows', async () => {
    const answer = await get(`${VMS_PATH}?p=1&t=%2F&Api%2DVersion=2024-11-01&hibernate=true&=x`);
    expect(answer.statusCode).toBe(200);
  });
});

describe('answers', () => {
  it('ARM-9 a PUT is 201 for a new resource and 200 for one that was there', async () => {
    const put = (name: string) =>
      arm.app.inject({
        method: 'PUT',
        url: `${VMS_PATH}/${name}?${VERSION}`,
        headers: AUTHORIZED,
        payload: { location: 'eastus', properties: { hardwareProfile: null } },
      });
    const answers = [await put('new'), await put('existing')];
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual([
      [201, { name: 'new', body: { location: 'eastus', properties: {} } }],
      [200, { name: 'existing', body: { location: 'eastus', properties: {} } }],
    ]);
  });

  it('ARM-11 a DELETE of what does not exist is 204', async () => {
    const remove = (name: string) =>
      arm.app.inject({ method: 'DELETE', url: `${VMS_PATH}/${name}?${VERSION}`, headers: AUTHORIZED });
    const answers = [await remove('a'), await remove('missing')];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [200, ''],
      [204, ''],
    ]);
  });

  it('ARM-17 a POST that returns something is 200', async () => {
    const post = (payload?: object) =>
      arm.app.inject({
        method: 'POST',
        url: `${VMS_PATH}/a/echo?${VERSION}`,
        headers: AUTHORIZED,
        ...(payload === undefined ? {} : { payload }),
      });
    const answers = [await post(), await post({ a: 1 })];
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual([
      [200, { got: null }],
      [200, { got: { a: 1 } }],
    ]);
  });

  it('a HEAD has no body, its own route or not', async () => {
    const head = (url: string) =>
      arm.app.inject({ method: 'HEAD', url: `${url}?${VERSION}`, headers: AUTHORIZED });
    const answers = [
      await head(`${SUBSCRIPTIONS_PATH}/resourcegroups/rg`),
      await head(`${SUBSCRIPTIONS_PATH}/resourcegroups/missing`),
      await head(VMS_PATH),
      await head('/nowhere'),
    ];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [204, ''],
      [404, ''],
      [200, ''],
      [404, ''],
    ]);
  });

  it('ARM-27 carry a request id and a correlation id, and are not cached', async () => {
    const { headers } = await get(`${VMS_PATH}?${VERSION}`);
    const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-content-type-options': 'nosniff',
      'x-ms-request-id': guid,
      'x-ms-correlation-request-id': guid,
      'x-ms-routing-request-id': expect.stringMatching(/^TORPOR:\d{8}T\d{6}Z:[0-9a-f-]{36}$/),
    });
    expect(headers['x-ms-client-request-id']).toBeUndefined();
  });

  it("ARM-27 keep the client's correlation id, and return its request id when asked to", async () => {
    const correlation = 'AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee';
    const sent = { 'x-ms-correlation-request-id': correlation, 'x-ms-client-request-id': 'my-request' };
    const silent = await get(`${VMS_PATH}?${VERSION}`, sent);
    expect(silent.headers['x-ms-correlation-request-id']).toBe(correlation.toLowerCase());
    expect(silent.headers['x-ms-client-request-id']).toBeUndefined();
    const asked = await get(`${VMS_PATH}?${VERSION}`, { ...sent, 'x-ms-return-client-request-id': 'True' });
    expect(asked.headers['x-ms-client-request-id']).toBe('my-request');
    const junk = await get(`${VMS_PATH}?${VERSION}`, { 'x-ms-correlation-request-id': 'junk' });
    expect(junk.headers['x-ms-correlation-request-id']).toBe(junk.headers['x-ms-request-id']);
  });
});
