import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST_GENERATIONS } from '#libs/hosts';
import { runCli } from '../../run-cli.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { refusalAnswer, startStubServer, type StubServer } from '../../testing/stub-server.js';
import { GENERATION_NAMES } from './preflight-command.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(line: string, files: Readonly<Record<string, string>> = {}) {
  const process = recordingProcess({ env: { TORPOR_HOME: server.home }, files });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const VM = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1';
const COUNTS = {
  info: 0,
  warning: 0,
  'resumed-degraded': 1,
  'blocks-enabling': 0,
  'blocks-hibernation': 0,
  'blocks-start': 0,
  'image-rejected': 0,
  'hung-or-undefined': 0,
};
const REPORT = {
  vm: 'web-1',
  source: { policy: 'azure', initiatedBy: 'shutdown-service' },
  target: { policy: 'mine', host: 'rack-2', generation: 'amd-milan', kernelVersion: '6.8', era: 'A' },
  items: [
    {
      severity: 'resumed-degraded',
      rule: 'R56',
      source: 'resume',
      phase: 'R2r',
      slot: 'nic 0',
      summary: 'nic 0 is in the image, but gone.',
      consequence: 'It is dead.',
      later: [{ when: 'next-hibernation', rule: 'R61', what: 'netvsc refuses it with -ENODEV.' }],
      remedy: 'Pin it.',
      isHidden: false,
    },
  ],
  summary: { verdict: 'would resume degraded', counts: COUNTS },
  devices: [
    { slot: 'scsi 0', imageGuid: 'a', targetGuid: 'a', assignment: 'pinned', outcome: 'same' },
    { slot: 'nic 0', imageGuid: 'b', targetGuid: 'c', assignment: 'fresh', outcome: 'changed' },
    { slot: 'vf 0', targetGuid: 'd', assignment: 'fresh', outcome: 'taken-away' },
  ],
  assumed: ['nics: nothing is said; taken as 1.'],
};

describe('preflight of a VM on a server', () => {
  it('sends the target and shows problems, consequences, remedies and what was assumed', async () => {
    server.serve({ [`POST ${VM}/providers/Torpor.Emulator/preflight`]: { body: REPORT } });
    const asked = await run('preflight web-1 -g rg --policy mine --host rack-2 --kernel 6.12 --self');
    expect(server.requests.at(-1)).toBe(
      `POST ${VM}/providers/Torpor.Emulator/preflight ` +
        '{"policy":"mine","hostName":"rack-2","kernelVersion":"6.12","initiatedBy":"guest"}',
    );
    expect(asked).toEqual({
      exit: 5,
      stderr: '',
      stdout: `  VM      web-1
  policy  azure, then mine
  host    rack-2, amd-milan
  kernel  6.8, VMBus era A

verdict: would resume degraded (1 resumed-degraded)
  resumed-degraded  R56 (R2r) nic 0 is in the image, but gone.
      so: It is dead.
      at the next hibernation: netvsc refuses it with -ENODEV.
      remedy: Pin it.

devices that differ
   slot   in the image  on the target  policy says  outcome
   nic 0  b             c              fresh        changed

assumed
  nics: nothing is said; taken as 1.
`,
    });
  });

  it.each([
    ['would resume', [], 0],
    ['cannot hibernate', [{ ...REPORT.items[0]!, source: 'arm', severity: 'blocks-hibernation' }], 4],
    ['would resume', [{ ...REPORT.items[0]!, severity: 'warning' }], 0],
    ['cannot hibernate', [{ ...REPORT.items[0]!, source: 'guest', severity: 'hung-or-undefined' }], 5],
  ])('exits by what was found: %s', async (verdict, items, exit) => {
    const body = { ...REPORT, items, summary: { verdict, counts: COUNTS } };
    server.serve({ [`POST ${VM}/providers/Torpor.Emulator/preflight`]: { body } });
    const asked = await run('preflight -n web-1 -g rg -o json');
    expect([asked.exit, JSON.parse(asked.stdout)]).toEqual([exit, body]);
  });

  it('tells what the server refuses', async () => {
    const refused = refusalAnswer(404, {
      code: 'policy-not-found',
      rule: 'ARM-15',
      remedy: 'List the policies.',
      message: 'There is no GUID policy of this name: policy nope.',
    });
    server.serve({ [`POST ${VM}/providers/Torpor.Emulator/preflight`]: refused });
    const asked = await run('preflight web-1 -g rg --policy nope');
    expect([asked.exit, asked.stderr.split('\n')[0]]).toEqual([
      3,
      'policy-not-found: There is no GUID policy of this name: policy nope.',
    ]);
  });
});

const FILE = `size: Standard_D2s_v5
nics: 1
acceleratedNetworking: false
guestOverrides: { hasUdevHibernateRule: false }
`;

describe('preflight of a file', () => {
  it('TORPOR-22 needs no server, and names what is wrong with a VM and what was assumed', async () => {
    const before = server.requests.length;
    const asked = await run('preflight --file vm.yaml --policy local-hyperv -o json', { 'vm.yaml': FILE });
    const report = JSON.parse(asked.stdout);
    expect(server.requests.length).toBe(before);
    expect([asked.exit, asked.stderr, report.summary.verdict, report.target.policy]).toEqual([
      5,
      '',
      'cannot hibernate',
      'local-hyperv',
    ]);
    expect(report.items.map(({ rule }: { rule: string }) => rule)).toEqual([
      'R89',
      'DEVICES-5',
      'R56',
      'R56',
      'R56',
      'R46',
    ]);
    expect(report.assumed).toContain('policy: nothing is said; taken as local-hyperv.');
  });

  it('ends with 0 for a VM against which nothing stands', async () => {
    const files = { 'vm.yaml': 'size: Standard_D2s_v5\n' };
    expect((await run('preflight --file vm.yaml', files)).exit).toBe(0);
  });

  it('TORPOR-15 reads the policy of the target from a file', async () => {
    const policy = `name: mine
description: everything is kept
removeVfsBeforeHibernation: true
dda: { hibernation: refuse, exceptSizes: [] }
devices:
`;
    const answer = await run('preflight --file vm.yaml --policy mine.yaml', {
      'vm.yaml': FILE,
      'mine.yaml': policy,
    });
    expect(answer).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'file-invalid: The file mine.yaml is not valid.\n  mine.yaml:5:9 devices: must be an object\n',
    });
  });

  it.each([
    ['preflight --file vm.yaml', 'size: Standard_X1', 2, 'vm.yaml:1:7 size: there is no size Standard_X1'],
    [
      'preflight --file vm.yaml',
      'size: Standard_D2s_v5\nguestProfile: bsd',
      2,
      'vm.yaml:2:15 guestProfile: expected one of',
    ],
    ['preflight --file vm.yaml --policy nope', FILE, 3, 'nope is neither a built-in policy nor a file'],
    ['preflight --file none.yaml', FILE, 2, 'The file none.yaml cannot be read'],
    ['preflight --file vm.yaml --host rack-1', FILE, 2, '--host is for a VM on a server'],
    ['preflight web-1 --file vm.yaml', FILE, 2, '--file describes a VM, and another one is named'],
    ['preflight --file vm.yaml --kernel new', FILE, 2, '--kernel expects a release such as 6.8'],
    [
      'preflight web-1 -g rg --host a --generation amd-milan',
      FILE,
      2,
      '--host and --generation are both given',
    ],
    ['preflight web-1', FILE, 2, 'a resource group is missing'],
    ['preflight -g rg', FILE, 2, 'a name is missing'],
  ])('%s says what is wrong', async (line, file, exit, message) => {
    const asked = await run(line, { 'vm.yaml': file });
    expect([asked.exit, asked.stdout]).toEqual([exit, '']);
    expect(asked.stderr).toContain(message);
  });
});

it('knows every host generation', () => {
  expect(GENERATION_NAMES).toEqual(Object.keys(HOST_GENERATIONS));
});
