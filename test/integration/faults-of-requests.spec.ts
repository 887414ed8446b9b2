import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMULATOR, FaultApp } from '../world/fault-app.js';

let world: FaultApp;
let vm: string;

beforeAll(async () => {
  world = await FaultApp.open();
  vm = await world.createVm('web');
  await world.arm.app.listen(0, '127.0.0.1');
});
afterAll(() => world.close());

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: { error: { code: string; additionalInfo: [{ info: { rule: string } }] } };
  readonly broken?: string;
}

/** Over a real connection, which can break. */
function send(method: string, path: string): Promise<Answer> {
  const { port } = world.arm.app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve) => {
    const sent = httpRequest(
      {
        port,
        host: '127.0.0.1',
        method,
        path: `${path}${path.includes('?') ? '&' : '?'}api-version=2024-11-01`,
        headers: { authorization: 'Bearer token-of-the-test' },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', ({ message }) => resolve({ broken: message }));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            ...(text === '' ? {} : { body: JSON.parse(text) }),
          });
        });
      },
    );
    sent.on('error', ({ message }) => resolve({ broken: message }));
    sent.end();
  });
}

const operations = async () =>
  (await world.arm.database.query('select count(*)::int as count from operation'))[0].count as number;

describe('a request that a fault strikes', () => {
  it.each([
    ['too-many-requests', { retryAfterSeconds: 11 }, 429, 'TooManyRequests', '11', 'ARM-30'],
    ['too-many-requests', {}, 429, 'TooManyRequests', '5', 'ARM-30'],
    ['service-unavailable', { retryAfterSeconds: 2 }, 503, 'ServiceUnavailable', '2', 'TORPOR-25'],
    ['internal-server-error', {}, 500, 'InternalServerError', undefined, 'TORPOR-25'],
  ])(
    'TORPOR-25 %s %j is answered, does nothing, and the next one is served',
    async (kind, parameters, status, code, after, rule) => {
      const before = await operations();
      await world.armFault('request', { kind, target: { vm }, operations: ['restart'], parameters });
      expect((await send('GET', vm)).status).toBe(200);
      const answer = await send('POST', `${vm}/restart`);
      expect([
        answer.status,
        answer.body?.error.code,
        answer.headers?.['retry-after'],
        answer.body?.error.additionalInfo[0].info.rule,
      ]).toEqual([status, code, after, rule]);
      expect(await operations()).toBe(before);
      expect(await world.fault('request')).toMatchObject({
        hits: 1,
        status: 'spent',
        struck: [{ what: expect.stringMatching(/^POST .*\/restart$/) }],
      });
      expect(await world.act(`${vm}/restart`)).toEqual({ status: 202, operation: 'Succeeded' });
    },
  );

  it.each([
    ['before', 0],
    ['after', 1],
  ])('TORPOR-25 connection-reset %s it is served: %i operations begin', async (moment, begun) => {
    const before = await operations();
    await world.armFault('reset', {
      kind: 'connection-reset',
      target: { vm },
      operations: ['restart'],
      parameters: { moment },
    });
    const answer = await send('POST', `${vm}/restart`);
    await world.arm.settled();
    expect([answer.status, answer.broken]).toEqual([
      undefined,
      expect.stringMatching(/socket hang up|ECONNRESET/),
    ]);
    expect((await operations()) - before).toBe(begun);
    expect((await send('GET', vm)).status).toBe(200);
    expect(await world.act(`${vm}/restart`)).toEqual({ status: 202, operation: 'Succeeded' });
  });

  it('TORPOR-25 polls and lists can be struck, the emulator itself and who has no token cannot', async () => {
    await world.armFault('poll', { kind: 'service-unavailable', operations: ['poll'] });
    await world.armFault('list', { kind: 'internal-server-error', operations: ['list'] });
    const { headers } = await world.arm.send('POST', `${vm}/restart`);
    await world.arm.settled();
    const poll = headers['azure-asyncoperation'] ?? '';
    expect((await world.arm.send('GET', poll)).status).toBe(503);
    expect((await world.arm.ok('GET', poll)).status).toBe('Succeeded');
    expect((await world.arm.send('GET', vm.replace('/web', ''))).status).toBe(500);

    await world.armFault('all', { kind: 'too-many-requests', times: 'unlimited' });
    expect((await world.arm.send('GET', `${EMULATOR}/faults/all`)).status).toBe(200);
    expect((await world.arm.app.inject({ method: 'GET', url: vm })).statusCode).toBe(401);
    expect((await world.arm.send('GET', vm)).status).toBe(429);
    await world.arm.ok('POST', `${EMULATOR}/faults/all/disarm`);
    expect((await world.arm.send('GET', vm)).status).toBe(200);
    expect((await world.fault('all')).hits).toBe(1);
  });
});
