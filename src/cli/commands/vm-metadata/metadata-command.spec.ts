import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { type RecordingProcess, recordingProcess } from '../../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const METADATA =
  'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1/providers/Torpor.Emulator/instanceMetadata';
const ENDPOINT = 'https://elsewhere.example:9/imds/key-of-the-vm';
const DOCUMENT = {
  id: 'm',
  name: 'default',
  properties: {
    endpoint: ENDPOINT,
    identityEndpoint: `${ENDPOINT}/identity`,
    identityHeader: 'key-of-the-vm',
  },
};
const ROUTES: StubRoutes = {
  [`POST ${METADATA}`]: { body: DOCUMENT },
  'GET /imds/key-of-the-vm/metadata/instance?format=json': { body: { compute: { name: 'web-1' } } },
};

async function run(line: string) {
  server.serve(ROUTES);
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

/** Resolves with what the process prints first. */
function firstOutput({ stdout }: RecordingProcess): Promise<string> {
  return new Promise((resolve) => {
    const write = stdout.write.bind(stdout);
    stdout.write = (text) => {
      write(text);
      resolve(text);
    };
  });
}

/** Runs the command until `work` is done, then interrupts it. */
async function listening<Result>(
  { home }: Pick<StubServer, 'home'>,
  line: string,
  work: (printed: string) => Promise<Result>,
) {
  const process = recordingProcess({ env: { TORPOR_HOME: home } });
  const printed = firstOutput(process);
  const ended = runCli(line.split(' '), process);
  const result = await work(await printed);
  process.interrupt();
  return { result, exit: await ended, stderr: process.stderr.text };
}

const urlIn = (text: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';

describe('vm metadata', () => {
  it('shows the address', async () => {
    expect(await run('vm metadata web-1 -g rg')).toEqual({
      exit: 0,
      stdout: `  address  ${ENDPOINT}\n`,
      stderr: '',
    });
    expect((await run('vm metadata web-1 -g rg -o json')).stdout).toBe(
      `${JSON.stringify(DOCUMENT, null, 2)}\n`,
    );
  });

  it("forwards to the server that it knows, in nobody's name, until it is interrupted", async () => {
    server.serve(ROUTES);
    const { result, exit, stderr } = await listening(
      server,
      'vm metadata web-1 -g rg --listen',
      async (printed) => {
        const url = urlIn(printed);
        const answer = await fetch(`${url}/metadata/instance?format=json`, { headers: { Metadata: 'true' } });
        return { printed: printed.replaceAll(url, 'URL'), status: answer.status, body: await answer.json() };
      },
    );
    const { metadata, authorization } = server.lastHeaders;
    expect([exit, stderr, result, metadata, authorization, server.requests]).toEqual([
      0,
      '',
      {
        printed: [
          'The metadata of web-1 is at URL/metadata; end it with Ctrl-C',
          'clients of Azure find it there with',
          '  export AZURE_POD_IDENTITY_AUTHORITY_HOST=URL',
          '',
        ].join('\n'),
        status: 200,
        body: { compute: { name: 'web-1' } },
      },
      'true',
      undefined,
      [`POST ${METADATA}`, 'GET /imds/key-of-the-vm/metadata/instance?format=json'],
    ]);
  });

  it('prints for programs where it listens, without the address that it forwards to', async () => {
    server.serve(ROUTES);
    const line = 'vm metadata web-1 -g rg --listen 0 -o json';
    const { result } = await listening(server, line, (printed) => Promise.resolve(printed));
    const url = urlIn(result);
    expect(JSON.parse(result)).toEqual({
      url: `${url}/metadata`,
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: url },
    });
  });

  it('answers 502 when the server is away', async () => {
    const leaving = await startStubServer();
    leaving.serve(ROUTES);
    const { result, exit, stderr } = await listening(
      leaving,
      'vm metadata web-1 -g rg --listen',
      async (printed) => {
        await leaving.close();
        return (await fetch(`${urlIn(printed)}/metadata/instance`)).status;
      },
    );
    expect([exit, result, stderr.split(':')[0]]).toEqual([0, 502, 'server-unreachable']);
  });

  it.each([
    ['vm metadata web-1 -g rg --address 127.0.0.1', 'usage: --address goes with --listen only'],
    [
      'vm metadata web-1 -g rg --listen --address 0.0.0.0',
      "usage: option '--address <address>' argument '0.0.0.0' is invalid. expected 127.x.x.x, ::1 or 169.254.169.254.",
    ],
    [
      'vm metadata web-1 -g rg --listen 70000',
      "usage: option '--listen [port]' argument '70000' is invalid. expected a whole number from 0 to 65535.",
    ],
  ])('refuses %s', async (line, first) => {
    const { exit, stderr } = await run(line);
    expect([exit, stderr.split('\n')[0], server.requests]).toEqual([2, first, []]);
  });
});
