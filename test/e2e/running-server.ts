import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { DEFAULT_SUBSCRIPTION, serve, type ServeOptions } from '../../src/serve.js';
import { mustKeepContract } from '../contract/contract-violations.js';

/** A whole server, as `torpor serve` starts it: embedded engines, TLS, a home of its own. */
export interface RunningTestServer {
  readonly url: string;
  readonly token: string;
  /** PEM file to trust. */
  readonly caPath: string;
  readonly home: string;
  readonly subscription: string;
  /** A request of the API; answers status and JSON body. */
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
}

const TOKEN = 'a-token-for-tests-that-nobody-else-has';

export async function startServer(options: Partial<ServeOptions> = {}): Promise<RunningTestServer> {
  const home = mkdtempSync(join(tmpdir(), 'torpor-e2e-'));
  const env = {
    ...process.env,
    DATABASE_URL: undefined,
    REDIS_URL: undefined,
    TORPOR_HOME: home,
    TORPOR_TOKEN: TOKEN,
  };
  const server = await serve({ role: 'all', env, port: 0, httpPort: 0, logLevel: 'error', ...options });
  const { url, httpUrl } = server;
  if (url === undefined || httpUrl === undefined) throw new Error('the server has no address');
  const announced = JSON.parse(await readFile(join(home, 'server.json'), 'utf8')) as { caPath: string };
  return {
    url,
    token: TOKEN,
    caPath: announced.caPath,
    home,
    subscription: DEFAULT_SUBSCRIPTION.id,
    call: async (method, path, body) => {
      const answer = await fetch(`${httpUrl}${path}${path.includes('?') ? '&' : '?'}api-version=2024-11-01`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const responseBody = text === '' ? undefined : (JSON.parse(text) as unknown);
      const { status, headers } = answer;
      mustKeepContract({
        method,
        url: path,
        status,
        headers: Object.fromEntries(headers),
        body: responseBody,
      });
      return { status, body: responseBody };
    },
    close: async () => {
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Registers an Intel host with room for a few VMs. */
export async function registerHost(server: RunningTestServer, name: string): Promise<void> {
  const path = `/subscriptions/${server.subscription}/providers/Torpor.Emulator/hosts/${name}`;
  const capacity = { vcpus: 64, memoryMib: 262_144, vfSlots: 16 };
  const { status, body } = await server.call('PUT', path, {
    properties: { generation: 'intel-ice-lake', capacity },
  });
  if (status !== 201) throw new Error(`host ${name}: ${status} ${JSON.stringify(body)}`);
}
