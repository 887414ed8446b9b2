import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from './create-app.js';
import { AUTHORIZED, createSampleApp, VERSION, VMS_PATH } from './testing/sample-app.js';

const BODY_LIMIT_BYTES = 2048;
const logged: Record<string, unknown>[] = [];
const log = new Writable({
  write(chunk: Buffer, _encoding, done) {
    logged.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
    done();
  },
});

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp({ bodyLimitBytes: BODY_LIMIT_BYTES, logger: pino({ level: 'warn' }, log) });
});
afterAll(() => arm.close());

interface Sent {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'OPTIONS' | 'HEAD';
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | object;
}

const send = ({ method = 'GET', url = VMS_PATH, headers = AUTHORIZED, payload }: Sent) =>
  arm.app.inject({
    method,
    url: url.includes('?') ? url : `${url}?${VERSION}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });

const JSON_HEADERS = { ...AUTHORIZED, 'content-type': 'application/json' };

describe('a refused request', () => {
  it('ARM-3 is one object with code, message and target, and says why and what to do', async () => {
    const answer = await send({ url: `${VMS_PATH}/missing` });
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
      404,
      'application/json; charset=utf-8',
      {
        error: {
          code: 'ResourceNotFound',
          message: 'There is no VM of this name in the resource group: missing in rg.',
          target: 'missing',
          additionalInfo: [
            {
              type: 'Torpor.Refusal',
              info: {
                code: 'vm-not-found',
                rule: 'ARM-15',
                remedy: 'List the VMs of the group and check name, group and subscription.',
              },
            },
          ],
        },
      },
    ]);
    expect(answer.headers['x-ms-failure-cause']).toBe('gateway');
  });

  it('ARM-19 names every member at fault', async () => {
    const payload = {
      location: 1,
      properties: { networkProfile: { networkInterfaces: [{}] }, colour: 'red' },
    };
    const answer = await send({ method: 'PUT', url: `${VMS_PATH}/a`, payload });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      {
        error: {
          code: 'InvalidRequestContent',
          target: 'location',
          details: [
            { target: 'location', message: 'location is not valid: expected string, received number.' },
            { target: 'properties.networkProfile.networkInterfaces[0].id' },
            { target: 'properties.colour', message: 'properties.colour is not known.' },
          ],
        },
      },
    ]);
    expect(answer.json().error.message).toMatch(/ There are 3 faults; see the details\.$/);
  });

  it.each([
    ['{"location":', 'not JSON'],
    ['{location: "eastus"}', 'not JSON'],
    ['nonsense', 'not JSON'],
    ['['.repeat(1000), 'nested deeper'],
    ['""', 'expected object, received string'],
  ])('ARM-19 says what is wrong with %s', async (payload, expected) => {
    const answer = await send({ method: 'PUT', url: `${VMS_PATH}/a`, headers: JSON_HEADERS, payload });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'InvalidRequestContent']);
    expect(answer.json().error.message).toContain(expected);
  });

  it.each(['text/xml', 'application/x-www-form-urlencoded', 'json', ';'])(
    'ARM-3 of content type %j is a 415 in the same shape',
    async (type) => {
      const headers = { ...AUTHORIZED, 'content-type': type };
      const answer = await send({ method: 'PUT', url: `${VMS_PATH}/a`, headers, payload: '<a/>' });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        415,
        { error: { code: 'UnsupportedMediaType', target: 'Content-Type' } },
      ]);
    },
  );

  it('ARM-21 is a 403 for a caller who may not do it', async () => {
    const answer = await send({ url: `${VMS_PATH}/secret` });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      403,
      {
        error: {
          code: 'AuthorizationFailed',
          message: 'The caller may not do this: GET is not allowed here.',
          additionalInfo: [{ info: { code: 'forbidden', rule: 'ARM-21' } }],
        },
      },
    ]);
  });

  it('TORPOR-21 is refused when its body is too large, and taken when it just fits', async () => {
    const bodyOf = (length: number) => `{"location":"${'x'.repeat(length - '{"location":""}'.length)}"}`;
    const put = (payload: string) =>
      send({ method: 'PUT', url: `${VMS_PATH}/a`, headers: JSON_HEADERS, payload });
    expect((await put(bodyOf(BODY_LIMIT_BYTES))).statusCode).toBe(201);
    const answer = await put(bodyOf(BODY_LIMIT_BYTES + 1));
    expect([answer.statusCode, answer.json()]).toMatchObject([
      413,
      {
        error: {
          code: 'RequestTooLarge',
          message: 'The body is larger than the server accepts: the limit is 2048 bytes.',
        },
      },
    ]);
  });
});

describe('what is not served', () => {
  it.each(['/', '/nowhere', '/subscriptions/x/y/z', `${VMS_PATH}/a/sleep`])(
    'ARM-16 %s is a 404',
    async (path) => {
      const answer = await send({ url: path });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        404,
        { error: { code: 'NotFound', message: `Nothing is served under this path: GET ${path}.` } },
      ]);
    },
  );

  it('ARM-16 a long path is not repeated in full', async () => {
    const answer = await send({ url: `/${'a'.repeat(5000)}` });
    expect([answer.statusCode, answer.json().error.message.length < 400]).toEqual([404, true]);
  });

  it.each([
    ['PATCH', `${VMS_PATH}/a`, 'DELETE, GET, HEAD, PUT'],
    ['GET', `${VMS_PATH}/a/deallocate`, 'POST'],
    ['PUT', `${VMS_PATH.toUpperCase()}//a/DEALLOCATE/`, 'POST'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
  ] as const)('ARM-16 %s on %s is a 405 that says what is served', async (method, url, allow) => {
    const answer = await send({ method, url });
    expect([answer.statusCode, answer.headers['allow'], answer.json()]).toMatchObject([
      405,
      allow,
      { error: { code: 'MethodNotAllowed' } },
    ]);
  });

  it.each(['/%zz', '/%', '/subscriptions/%E0%A4%A'])('ARM-3 %s is a 400 in the same shape', async (url) => {
    const answer = await send({ url });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { error: { code: 'InvalidParameter', target: 'path' } },
    ]);
    expect(answer.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('ARM-3 a segment without end is a 414 in the same shape', async () => {
    const answer = await send({ url: `${VMS_PATH}/${'a'.repeat(5000)}` });
    expect([answer.statusCode, answer.json()]).toMatchObject([414, { error: { target: 'path' } }]);
  });
});

describe('an unexpected fault', () => {
  it('TORPOR-23 is a 500 with an id that the log has, and says nothing about its cause', async () => {
    logged.length = 0;
    const answer = await send({ url: `${VMS_PATH}/broken` });
    const requestId = answer.headers['x-ms-request-id'];
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      {
        error: {
          code: 'InternalServerError',
          message: `Something went wrong that should not have: the log has it under request ${String(requestId)}.`,
          additionalInfo: [
            {
              type: 'Torpor.Refusal',
              info: {
                code: 'internal-error',
                rule: 'TORPOR-23',
                remedy:
                  'Find the id of the request in the log of the server; the operation can be tried again.',
              },
            },
          ],
        },
      },
    ]);
    expect(answer.body).not.toContain('hunter2');
    expect(logged).toMatchObject([
      { requestId, msg: 'request failed', err: { message: 'the password of the database is hunter2' } },
    ]);
  });

  it('TORPOR-23 leaves refusals out of the log', async () => {
    logged.length = 0;
    await send({ url: `${VMS_PATH}/missing` });
    await send({ url: '/nowhere' });
    expect(logged).toEqual([]);
  });
});
