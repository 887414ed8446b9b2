import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../tls/certificate-authority.js';
import { runCli } from '../run-cli.js';
import { recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubServer } from '../testing/stub-server.js';
import { resolveConnection } from './connection.js';

let server: StubServer;
let folder: string;
beforeAll(async () => {
  server = await startStubServer();
  folder = mkdtempSync(join(tmpdir(), 'torpor-connection-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listHosts(env: Readonly<Record<string, string | undefined>>, ...options: readonly string[]) {
  server.serve({ 'GET S/providers/Torpor.Emulator/hosts': { body: { value: [] } } });
  const process = recordingProcess({ env });
  const exit = await runCli(['host', 'list', '-o', 'json', ...options], process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

/** A home in which these files are. */
function home(name: string, files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(folder, `${name}-`));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

/** A port that nobody listens at any more. */
async function closedPort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

const DONE = { exit: 0, stdout: '[]\n', stderr: '' };

describe('connecting', () => {
  it('goes where the home says, with its authority and its token', async () => {
    expect([await listHosts({ TORPOR_HOME: server.home }), [...server.authorizations]]).toEqual([
      DONE,
      [`Bearer ${server.token}`],
    ]);
  });

  it('goes where it is told, by option before environment before home', async () => {
    const wrong = `https://127.0.0.1:${await closedPort()}`;
    const env = { TORPOR_HOME: server.home, TORPOR_SERVER: wrong };
    const results = [
      await listHosts(env, '--server', server.url),
      await listHosts({ ...env, TORPOR_SERVER: server.url }),
      await listHosts(env),
    ];
    expect(results.map(({ exit }) => exit)).toEqual([0, 0, 7]);
  });

  it('needs no home when all is in the environment', async () => {
    const env = {
      TORPOR_HOME: join(folder, 'nowhere'),
      TORPOR_SERVER: server.url,
      TORPOR_TOKEN: server.token,
      TORPOR_CA: join(server.home, 'ca.pem'),
    };
    expect(await listHosts(env)).toEqual(DONE);
  });

  it('says how to start a server when none was announced', async () => {
    const path = home('empty', {});
    expect(await listHosts({ TORPOR_HOME: path })).toEqual({
      exit: 7,
      stdout: '',
      stderr:
        `server-unreachable: No server is running: there is no ${path}/server.json.\n` +
        '  remedy  Start one with `torpor serve`, or name a running one with --server or TORPOR_SERVER.\n',
    });
  });

  it('says how to start a server when the announced one has gone', async () => {
    const url = `https://127.0.0.1:${await closedPort()}`;
    const path = home('stale', { 'server.json': JSON.stringify({ url }), token: 'x' });
    expect(await listHosts({ TORPOR_HOME: path })).toEqual({
      exit: 7,
      stdout: '',
      stderr:
        `server-unreachable: No server is running: nothing listens at ${url}.\n` +
        '  remedy  Start one with `torpor serve`, or name a running one with --server or TORPOR_SERVER.\n',
    });
  });

  it('takes a torn announcement for none', async () => {
    const path = home('torn', { 'server.json': '{"url": "https://127', token: 'x' });
    expect((await listHosts({ TORPOR_HOME: path })).exit).toBe(7);
  });

  it('trusts nobody but the authority it was given', async () => {
    const { certificate } = await createAuthority(new Date());
    const path = home('stranger', { 'ca.pem': certificate });
    const { exit, stderr } = await listHosts({ TORPOR_HOME: server.home, TORPOR_CA: join(path, 'ca.pem') });
    expect([exit, stderr.split(':')[0]]).toEqual([7, 'server-not-trusted']);
  });

  it('gives up on a server that is silent', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const { exit, stderr } = await listHosts({ TORPOR_TOKEN: 'x' }, '--server', url, '--timeout', '0.05');
    silent.close();
    expect([exit, stderr.split('\n')[0]]).toEqual([
      7,
      `server-unreachable: The server at ${url} does not answer: it was silent for 0.05 s.`,
    ]);
  });
});

describe('settings of a connection', () => {
  it.each([
    ['ftp://127.0.0.1', 'usage: "ftp://127.0.0.1" is no address of a server'],
    ['localhost', 'usage: "localhost" is no address of a server'],
    ['http://cloud.example:80', 'usage: the token would travel in the clear to cloud.example'],
  ])('refuses %s', (url, message) => {
    expect(() => resolveConnection(url, { TORPOR_TOKEN: 'x' })).toThrow(message);
  });

  it('needs a token', () => {
    const path = home('tokenless', {});
    expect(() => resolveConnection('https://127.0.0.1', { TORPOR_HOME: path })).toThrow(
      `token-missing: There is no access token: TORPOR_TOKEN is not set and ${path}/token does not exist.`,
    );
  });

  it('needs the authorities it is told to trust', () => {
    const env = { TORPOR_HOME: folder, TORPOR_TOKEN: 'x', TORPOR_CA: '/nowhere.pem' };
    expect(() => resolveConnection('https://127.0.0.1', env)).toThrow('ca-missing');
  });

  it.each(['http://127.0.0.1:8080/path?x=1', 'http://localhost:8080', 'http://[::1]:8080'])(
    'takes %s without TLS, and of it the origin alone',
    (url) => {
      const { origin, ca, isAnnounced } = resolveConnection(url, { TORPOR_HOME: folder, TORPOR_TOKEN: 'x' });
      expect([origin.href, ca, isAnnounced]).toEqual([`${new URL(url).origin}/`, undefined, false]);
    },
  );
});
