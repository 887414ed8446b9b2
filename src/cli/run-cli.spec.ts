import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';
import { vmDocument } from './testing/documents.js';
import { type ProcessSettings, recordingProcess } from './testing/recording-process.js';
import { refusalAnswer, startStubServer, type StubRoutes, type StubServer } from './testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

/** One command line against the stub: exit code, stdout, stderr. */
async function run(line: string, settings: Partial<ProcessSettings> = {}) {
  const process = recordingProcess({ ...settings, env: { TORPOR_HOME: server.home, ...settings.env } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const VM = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1';
const EMULATOR = 'S/providers/Torpor.Emulator';

describe('usage', () => {
  it.each([
    ['vm frobnicate', "usage: unknown command 'frobnicate'\n(--help tells more)\n"],
    ['vm show -g rg', 'usage: a name is missing\n  remedy  Give it as the argument or with -n.\n'],
    ['vm show a -n b -g rg', 'usage: two names are given: a and b\n'],
    [
      'vm show web-1',
      'usage: a resource group is missing\n  remedy  Give it with -g, or set TORPOR_RESOURCE_GROUP.\n',
    ],
    ['vm show .. -g rg', 'usage: ".." is no name\n'],
    ['vm update web-1 -g rg', 'usage: nothing to change is given\n'],
    ['clock set --mode manual --factor 2', 'usage: --factor goes with --mode scaled only\n'],
    [
      'vm delete web-1 -g rg',
      'usage: there is no terminal to ask whether you are sure\n  remedy  Give --yes.\n',
    ],
    ['vm list --query [?', 'usage: --query is no JMESPath expression that fits: Invalid token (EOF): ""\n'],
    [
      'host register a --generation g --vcpus 0',
      "usage: option '--vcpus <count>' argument '0' is invalid. expected a whole number from 1 to 65536.\n(--help tells more)\n",
    ],
    [
      'vm list -o xml',
      "usage: option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are table, json, yaml, tsv, none.\n(--help tells more)\n",
    ],
  ])('%s ends with 2 and asks the server nothing', async (line, stderr) => {
    server.serve({});
    expect(await run(line)).toEqual({ exit: 2, stdout: '', stderr });
    expect(server.requests).toEqual([]);
  });

  it('prints help for help, and for a group of commands without one', async () => {
    const [help, group] = [await run('clock --help'), await run('clock')];
    expect([help.exit, group.exit, help.stdout === group.stderr.trimStart()]).toEqual([0, 2, true]);
  });

  it('refuses an output format of the environment that there is not', async () => {
    expect(await run('vm list', { env: { TORPOR_OUTPUT: 'xml' } })).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'usage: TORPOR_OUTPUT is "xml", not one of table, json, yaml, tsv, none\n',
    });
  });
});

describe('errors of the server', () => {
  const refused = (status: number, code: string) =>
    refusalAnswer(status, {
      code,
      rule: 'TORPOR-2',
      remedy: 'Wait.',
      message: 'Not now: operation 7 has it.',
    });

  it.each([
    ['vm-not-found', 404, 3],
    ['vm-busy', 409, 4],
    ['unauthenticated', 401, 4],
    ['invalid-parameter', 400, 2],
    ['no-capacity', 409, 5],
    ['internal-error', 500, 5],
    ['a-code-of-a-newer-server', 404, 3],
    ['a-code-of-a-newer-server', 409, 4],
    ['a-code-of-a-newer-server', 400, 2],
    ['a-code-of-a-newer-server', 503, 5],
  ])('TORPOR-11 %s with HTTP %i ends with %i and tells rule and remedy', async (code, status, exit) => {
    server.serve({ [`POST ${VM}/start`]: refused(status, code) });
    expect(await run('vm start web-1 -g rg')).toEqual({
      exit,
      stdout: '',
      stderr: `${code}: Not now: operation 7 has it.\n  rule    TORPOR-2\n  remedy  Wait.\n`,
    });
  });

  it('shows every detail', async () => {
    const details = [
      { code: 'InvalidParameter', message: 'must be a number.', target: 'properties.capacity.vcpus' },
    ];
    server.serve({
      [`GET ${EMULATOR}/hosts`]: {
        status: 400,
        body: { error: { code: 'Invalid', message: 'No.', details } },
      },
    });
    expect(await run('host list')).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'Invalid: No.\n  properties.capacity.vcpus must be a number.\n',
    });
  });

  it.each<[string, StubRoutes[string]]>([
    ['HTTP status 200 with a body that is not JSON', { text: '<html>' }],
    ['HTTP status 502 without an error document', { status: 502, body: { message: 'bad gateway' } }],
    ['a list without its items', { body: { items: [] } }],
    ['HTTP status 302', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
  ])('says when something else answers: %s', async (detail, answer) => {
    server.serve({ [`GET ${EMULATOR}/hosts`]: answer });
    const { exit, stderr } = await run('host list');
    expect([exit, stderr.split('\n')[0]]).toEqual([
      1,
      `unexpected-answer: The server did not answer as this version of Torpor expects: ${detail}.`,
    ]);
  });
});

describe('output', () => {
  const hibernated = vmDocument('web-1', [
    'ProvisioningState/succeeded',
    'PowerState/deallocated',
    'HibernationState/Hibernated',
  ]);
  const running = vmDocument('web-2', ['ProvisioningState/succeeded', 'PowerState/running']);
  const list = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines?$expand=instanceView';

  /** Two pages; the link names another host, as behind a proxy. */
  const pages: StubRoutes = {
    [`GET ${list}`]: {
      body: { value: [hibernated], nextLink: 'https://proxy.example/more?token=2&api-version=2024-11-01' },
    },
    'GET /more?token=2': { body: { value: [running] } },
  };

  it.each([
    ['json', `${JSON.stringify([hibernated, running], null, 2)}\n`],
    ['none', ''],
    [
      'table',
      [
        'name   group  location  size             state       hibernation',
        'web-1  rg     eastus    Standard_D2s_v5  hibernated  enabled',
        'web-2  rg     eastus    Standard_D2s_v5  running     enabled',
        '',
      ].join('\n'),
    ],
  ])('%s of a list of two pages', async (format, stdout) => {
    server.serve(pages);
    expect(await run(`vm list -g rg -o ${format}`)).toEqual({ exit: 0, stdout, stderr: '' });
  });

  it('takes a query, in the format asked for', async () => {
    server.serve(pages);
    const { stdout } = await run('vm list -g rg -o tsv --query [].[name,location]');
    expect(stdout).toBe('web-1\teastus\nweb-2\teastus\n');
  });

  it('takes format, group and token from the environment', async () => {
    server.serve(pages);
    const env = { TORPOR_OUTPUT: 'tsv', TORPOR_RESOURCE_GROUP: 'rg', TORPOR_TOKEN: 'another' };
    const { stdout } = await run('vm list --query [].name', { env });
    expect([stdout, server.authorizations.has('Bearer another')]).toEqual(['web-1\nweb-2\n', true]);
  });

  it('has no control codes where it is no terminal, nor with NO_COLOR', async () => {
    server.serve(pages);
    const [pipe, terminal, plain] = [
      await run('vm list -g rg'),
      await run('vm list -g rg', { isTerminal: true }),
      await run('vm list -g rg', { isTerminal: true, env: { NO_COLOR: '1' } }),
    ];
    expect([plain.stdout, terminal.stdout === pipe.stdout]).toEqual([pipe.stdout, false]);
  });

  it('shows a VM with its host and its last start', async () => {
    const emulation = {
      id: 'e',
      name: 'default',
      properties: {
        policy: 'azure',
        guestProfile: 'ubuntu-22.04',
        hostName: 'rack-2',
        verdict: { severity: 'resumed', summary: '5 devices matched', findings: [] },
      },
    };
    server.serve({
      [`GET ${VM}?$expand=instanceView`]: { body: { ...running, name: 'web-1', tags: { night: 'yes' } } },
      [`GET ${VM}/providers/Torpor.Emulator/emulation/default`]: { body: emulation },
    });
    expect((await run('vm show web-1 -g rg')).stdout).toBe(
      [
        'web-1 in rg, eastus',
        '  state         running',
        '  host          rack-2',
        '  size          Standard_D2s_v5',
        '  hibernation   enabled',
        '  GUID policy   azure',
        '  guest         ubuntu-22.04',
        '  tags          night=yes',
        '  provisioning  Succeeded',
        'last start',
        '  verdict: resumed, 5 devices matched',
        '',
      ].join('\n'),
    );
    expect((await run('vm show web-1 -g rg --emulation -o json')).stdout).toBe(
      `${JSON.stringify(emulation, null, 2)}\n`,
    );
  });
});
