import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { torporHome } from '../home/torpor-home.js';
import type { RunningServer, ServeOptions } from '../serve.js';
import { runCli } from './run-cli.js';
import { type ServerPrograms, trustBundleFile } from './server-commands.js';
import { developmentTls } from '../tls/development-tls.js';
import { recordingProcess } from './testing/recording-process.js';

const HOME = '/home/my torpor';

/** Programs that note how they were called; a server runs until the process is interrupted. */
function recordingPrograms(outcome: { readonly error?: Error; readonly demo?: number } = {}) {
  const calls: unknown[] = [];
  const programs: ServerPrograms = {
    serve: async (options: ServeOptions) => {
      const { env: _env, ...rest } = options;
      calls.push(rest);
      if (outcome.error !== undefined) throw outcome.error;
      const close = async () => {
        calls.push('closed');
      };
      const server = {
        queueKind: 'postgres',
        home: { directory: HOME, tlsDirectory: `${HOME}/tls` },
        close,
      } as unknown as RunningServer;
      return rest.role === 'worker' ? server : { ...server, url: 'https://127.0.0.1:8443' };
    },
    runDemo: () => Promise.resolve(outcome.demo ?? 0),
  };
  return { calls, programs };
}

async function run(line: string, programs: ServerPrograms | undefined) {
  const process = recordingProcess({ env: {} });
  process.interrupt();
  const exit = await runCli(line.split(' '), process, programs);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

describe('serve, api and worker', () => {
  it.each([
    ['serve', { role: 'all' }],
    [
      'serve --port 0 --http-port 8080 --host 0.0.0.0',
      { role: 'all', port: 0, httpPort: 8080, host: '0.0.0.0' },
    ],
    ['api --log-level debug --throttling', { role: 'api', logLevel: 'debug', throttling: true }],
    ['serve --hosts 3', { role: 'all', hosts: 3 }],
    ['api --hosts 0', { role: 'api', hosts: 0 }],
    ['worker --concurrency 4', { role: 'worker', concurrency: 4 }],
    ['worker --only what-if', { role: 'worker', only: 'what-if' }],
  ])('%s', async (line, options) => {
    const { calls, programs } = recordingPrograms();
    const { exit } = await run(line, programs);
    expect([exit, calls]).toEqual([0, [options, 'closed']]);
  });

  it('says where it listens, and how the Azure CLI finds it', async () => {
    expect((await run('serve', recordingPrograms().programs)).stdout).toBe(
      [
        'Torpor listens at https://127.0.0.1:8443',
        'az finds it with',
        `  export REQUESTS_CA_BUNDLE='${HOME}/tls/trust-bundle.crt.pem'`,
        '  az cloud register -n Torpor --endpoint-resource-manager https://127.0.0.1:8443',
        `home ${HOME}, queue in PostgreSQL; end it with Ctrl-C`,
        '',
      ].join('\n'),
    );
  });

  it('has nothing for the Azure CLI where it does not listen', async () => {
    expect((await run('worker', recordingPrograms().programs)).stdout).toBe(
      `The worker takes operations.\nhome ${HOME}, queue in PostgreSQL; end it with Ctrl-C\n`,
    );
  });

  it('says what a worker takes that takes nothing else', async () => {
    expect((await run('worker --only what-if', recordingPrograms().programs)).stdout).toBe(
      'The worker takes shards of what-if runs; end it with Ctrl-C\n',
    );
    const { exit, stderr } = await run('worker --only operations', recordingPrograms().programs);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('Allowed choices are what-if.')]);
  });

  it('names the file of trusted authorities that a server writes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'torpor-trust-'));
    const home = torporHome({ TORPOR_HOME: directory });
    expect((await developmentTls(home)).trustBundleFile).toBe(trustBundleFile(home));
    rmSync(directory, { recursive: true });
  });

  it.each([
    [
      Object.assign(new Error('x'), {
        code: 'engine-missing',
        sentence: 'No PostgreSQL.',
        remedy: 'Install it.',
        rule: 'TORPOR-20',
      }),
      5,
      'engine-missing: No PostgreSQL.\n  rule    TORPOR-20\n  remedy  Install it.\n',
    ],
    [
      Object.assign(new Error('x'), { code: 'EADDRINUSE', port: 8443 }),
      5,
      'port-unusable: The port 8443 is taken.\n  remedy  Choose another with --port (0 for a free one), or stop what has it.\n',
    ],
    [new Error('something else'), 1, 'internal: something else\n'],
  ])('tells why it cannot start: %s', async (error, exit, stderr) => {
    expect(await run('serve', recordingPrograms({ error }).programs)).toEqual({ exit, stdout: '', stderr });
  });

  it.each([
    'serve --port 70000',
    'serve --port 80 --http-port 80',
    'worker --concurrency 0',
    'worker --port 1',
    'serve --hosts 1001',
    'worker --hosts 1',
  ])('refuses %s', async (line) => {
    const { calls, programs } = recordingPrograms();
    expect([(await run(line, programs)).exit, calls]).toEqual([2, []]);
  });
});

describe('demo', () => {
  it.each([
    [0, 0],
    [5, 5],
    [99, 1],
  ])('ends with its own code: %i', async (demo, exit) => {
    expect((await run('demo', recordingPrograms({ demo }).programs)).exit).toBe(exit);
  });
});

it('has no servers to offer without the programs for them', async () => {
  expect((await run('serve', undefined)).exit).toBe(2);
});
