import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createAuthority, issueServerCertificate } from '../tls/certificate-authority.js';
import { AUTHORIZED, createSampleApp, OPERATION_PATH, VERSION, VMS_PATH } from './testing/sample-app.js';

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

/** One request on a connection of its own. */
async function ask(
  url: string,
  path: string,
  options: { method?: string; ca?: string } = {},
): Promise<Answer> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url + path, { headers: AUTHORIZED, agent: false, ...options });
  request.end();
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  return { status: response.statusCode, location: response.headers.location, body: await text(response) };
}

async function isRefused(url: string): Promise<boolean> {
  try {
    await ask(url, '/healthz');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  }
}

describe('the listeners', () => {
  it('ARM-28 serve one set of routes with and without TLS, each with links to itself', async () => {
    const now = new Date();
    const authority = await createAuthority(now);
    const { certificate, key } = await issueServerCertificate(authority, ['localhost', '127.0.0.1'], now);
    const arm = await createSampleApp({ tls: { key, cert: certificate }, httpPort: 0 });
    const { https = '', http = '' } = await arm.listen();
    try {
      const action = `${VMS_PATH}//a/deallocate/?${VERSION}`;
      const link = `${OPERATION_PATH}?monitor=true&${VERSION}`;
      expect(await ask(https, action, { method: 'POST', ca: authority.certificate })).toEqual({
        status: 202,
        location: https + link,
        body: '',
      });
      expect(await ask(http, action, { method: 'POST' })).toEqual({
        status: 202,
        location: http + link,
        body: '',
      });
      expect([new URL(https).hostname, new URL(http).hostname]).toEqual(['127.0.0.1', '127.0.0.1']);
    } finally {
      await arm.close();
    }
    expect([await isRefused(https), await isRefused(http)]).toEqual([true, true]);
  });

  it('are one without TLS when there is no certificate', async () => {
    const arm = await createSampleApp({ httpPort: 0 });
    const urls = await arm.listen();
    const { status } = await ask(urls.http ?? '', '/healthz');
    await arm.close();
    expect([Object.keys(urls), status]).toEqual([['http'], 200]);
  });

  it('fail when a port is taken, and then listen nowhere', async () => {
    const now = new Date();
    const authority = await createAuthority(now);
    const { certificate, key } = await issueServerCertificate(authority, ['127.0.0.1'], now);
    const first = await createSampleApp();
    const { http = '' } = await first.listen();
    const taken = Number(new URL(http).port);
    const second = await createSampleApp({ tls: { key, cert: certificate }, httpPort: taken });
    const third = await createSampleApp({ port: taken });
    await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(third.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(second.app.getHttpServer().listening).toBe(false);
    await Promise.all([first.close(), second.close(), third.close()]);
  });

  it('ARM-3 answer what is no HTTP request in the shape of every error', async () => {
    const arm = await createSampleApp();
    const { http = '' } = await arm.listen();
    const exchange = async (bytes: string): Promise<readonly [string, unknown]> => {
      const socket = connect(Number(new URL(http).port), '127.0.0.1');
      socket.write(bytes);
      const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
      return [head.split('\r\n')[0] ?? '', JSON.parse(body)];
    };
    const garbage = await exchange('what is this\r\n\r\n');
    const overflow = await exchange(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await arm.close();
    expect([garbage, overflow]).toMatchObject([
      ['HTTP/1.1 400 Bad Request', { error: { code: 'InvalidParameter' } }],
      ['HTTP/1.1 431 Request Header Fields Too Large', { error: { code: 'InvalidParameter' } }],
    ]);
  });

  it('close although clients keep their connections open', async () => {
    const arm = await createSampleApp();
    const { http = '' } = await arm.listen();
    const socket = connect(Number(new URL(http).port), '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    const closed = once(socket, 'close');
    socket.resume();
    await arm.close();
    await closed;
    expect(first.toString().split('\r\n')[0]).toBe('HTTP/1.1 200 OK');
  });

  it('cut off requests that do not end when the grace period is over', async () => {
    const arm = await createSampleApp({ shutdownGraceMs: 50 });
    const { http = '' } = await arm.listen();
    const socket = connect(Number(new URL(http).port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head = `PUT ${VMS_PATH}/a?${VERSION} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n`;
    socket.write(`${head}Authorization: ${AUTHORIZED.authorization}\r\nExpect: 100-continue\r\n\r\n`);
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await arm.close();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});
