/** A server of its own for one run: new home, free port, two hosts more than the VMs need. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const START_LIMIT_MS = 60_000;

export const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';

export async function startServer() {
  const home = mkdtempSync(join(tmpdir(), 'torpor-az-home-'));
  const token = randomBytes(24).toString('base64url');
  const child = spawn(process.execPath, [join(ROOT, 'bin/torpor.mjs'), 'serve', '--port', '0'], {
    env: { ...process.env, TORPOR_HOME: home, TORPOR_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const file = join(home, 'server.json');
  const deadline = Date.now() + START_LIMIT_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error('the server did not come up');
    await delay(100);
  }
  const { url, caPath } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    url,
    caPath,
    home,
    token,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A request in the name of the installation's owner; answers the parsed body and throws on a refusal. */
export function call({ url, caPath, token }, method, path, body) {
  const ca = readFileSync(caPath);
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const target = new URL(`${path}${path.includes('?') ? '&' : '?'}api-version=2024-11-01`, url);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const sent = request(target, { method, ca, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const received = Buffer.concat(chunks).toString();
      if (answer.statusCode >= 300) {
        reject(new Error(`${method} ${path}: ${answer.statusCode} ${received}`));
        return;
      }
      resolve(received === '' ? undefined : JSON.parse(received));
    });
    sent.once('error', reject);
    sent.end(text);
  });
}

/** Hosts with room for everything that the cases make. */
export async function registerHosts(server) {
  const capacity = { vcpus: 64, memoryMib: 262_144, vfSlots: 16 };
  for (const name of ['host-a', 'host-b', 'host-c']) {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator/hosts/${name}`;
    await call(server, 'PUT', path, { properties: { generation: 'intel-ice-lake', capacity } });
  }
}
