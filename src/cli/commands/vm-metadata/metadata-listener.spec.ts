import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { CliError } from '../../cli-error.js';
import type { HttpAnswer, HttpRequest } from '../../connection/http-exchange.js';
import { EXIT } from '../../exit-codes.js';
import { listenForMetadata, type MetadataListener, MOST_BODY_BYTES } from './metadata-listener.js';

const PATH = '/imds/key-of-the-vm';
const ANSWER: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json', 'retry-after': '3', 'set-cookie': ['a=b'] },
  text: '{"compute":{"name":"wéb"}}',
};
const AWAY = new CliError({ code: 'server-unreachable', message: 'It is gone.', exit: EXIT.unreachable });

let listener: MetadataListener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

/** A listener before a service that gives these answers in turn, the last for good. */
async function listen(answers: readonly (HttpAnswer | Error)[] = [ANSWER]) {
  const sent: HttpRequest[] = [];
  const notices: (string | undefined)[] = [];
  const queue = [...answers];
  const opened = await listenForMetadata(
    {
      path: PATH,
      send: (request) => {
        sent.push(request);
        const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? ANSWER;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
    { address: '127.0.0.1', port: 0, onAway: (problem) => notices.push(problem?.problem.code) },
  );
  listener = opened;
  return { sent, notices, url: opened.url };
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends the path as it is, without normalising it. */
function ask(url: string, { method = 'GET', path = '/metadata/instance', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(url);
      const sent = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

describe('the listener for metadata', () => {
  it('passes on what the service reads, and nothing else', async () => {
    const { url, sent } = await listen();
    const headers = {
      Metadata: 'true',
      accept: '*/*',
      'user-agent': 'an agent',
      authorization: 'Bearer x',
      cookie: 'a=b',
    };
    const answer = await ask(url, { path: '/metadata/instance/compute?api-version=2021-02-01', headers });
    expect(sent).toEqual([
      {
        method: 'GET',
        target: `${PATH}/metadata/instance/compute?api-version=2021-02-01`,
        headers: { metadata: 'true', accept: '*/*', 'user-agent': 'an agent' },
      },
    ]);
    const { 'content-type': type, 'retry-after': retryAfter, 'set-cookie': cookie } = answer.headers;
    expect([answer.status, answer.text, type, retryAfter, cookie]).toEqual([
      200,
      ANSWER.text,
      'application/json',
      '3',
      undefined,
    ]);
  });

  it('passes on bodies, and a missing header as missing', async () => {
    const { url, sent } = await listen([{ status: 400, headers: {}, text: '{"error":"no header"}' }]);
    const body = '{"StartRequests":[]}';
    const headers = { 'content-type': 'application/json' };
    const { status } = await ask(url, { method: 'POST', path: '/metadata/scheduledevents', headers, body });
    expect([status, sent]).toEqual([
      400,
      [{ method: 'POST', target: `${PATH}/metadata/scheduledevents`, headers, body }],
    ]);
  });

  it.each<[string, Asked, number]>([
    ['through a proxy', { headers: { 'x-forwarded-for': '203.0.113.1' } }, 400],
    ['by a name', { headers: { host: 'rebound.example' } }, 400],
    ['by what is no name', { headers: { host: ':::' } }, 400],
    ['for another path', { path: '/subscriptions' }, 404],
    ['for a path that begins alike', { path: '/metadatas' }, 404],
    ['that climbs', { path: '/metadata/../other' }, 404],
    ['that climbs by an escape', { path: '/metadata/%2E%2e/other' }, 404],
    ['that climbs by an escaped slash', { path: '/metadata/x%2f..%2Fother' }, 404],
    ['for a whole URL', { path: 'http://elsewhere.example/metadata/instance' }, 404],
    ['that changes', { method: 'DELETE' }, 405],
    ['that is too large', { method: 'POST', body: 'x'.repeat(MOST_BODY_BYTES + 1) }, 413],
  ])('answers a request %s itself', async (_, asked, status) => {
    const { url, sent } = await listen();
    const answer = await ask(url, asked);
    expect([answer.status, sent]).toEqual([status, []]);
    expect(JSON.parse(answer.text)).toEqual({ error: expect.any(String) });
  });

  it('takes a body as large as the limit, and asks by any address', async () => {
    const { url, sent } = await listen();
    const body = 'x'.repeat(MOST_BODY_BYTES);
    const headers = { host: '169.254.169.254' };
    expect((await ask(url, { method: 'POST', headers, body })).status).toBe(200);
    expect(sent.map((request) => request.body)).toEqual([body]);
  });

  it('answers 502 while the server is away, and says so once', async () => {
    const { url, notices } = await listen([AWAY, AWAY, ANSWER, ANSWER, AWAY]);
    const statuses: unknown[] = [];
    for (let count = 0; count < 5; count++) statuses.push((await ask(url)).status);
    expect([statuses, notices]).toEqual([
      [502, 502, 200, 200, 502],
      ['server-unreachable', undefined, 'server-unreachable'],
    ]);
  });

  it('survives what it did not expect', async () => {
    const { url } = await listen([new Error('a mistake'), ANSWER]);
    const first = await ask(url);
    expect([first.status, first.text.includes('mistake'), (await ask(url)).status]).toEqual([
      500,
      false,
      200,
    ]);
  });

  it('says when the port is taken', async () => {
    const { url } = await listen();
    const port = Number(new URL(url).port);
    const service = { path: PATH, send: () => Promise.resolve(ANSWER) };
    const again = listenForMetadata(service, { address: '127.0.0.1', port, onAway: () => undefined });
    await expect(again).rejects.toMatchObject({ problem: { code: 'port-unusable', exit: EXIT.failed } });
  });
});
