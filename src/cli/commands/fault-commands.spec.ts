import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '#libs/linux-guest';
import { ARMABLE_KINDS } from '#libs/platform-faults';
import { runCli } from '../run-cli.js';
import { recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

async function run(line: string) {
  const process = recordingProcess({ env: {} });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text };
}

const FAULT = {
  id: 'S/faults/night',
  name: 'night',
  properties: {
    kind: 'hibernate-failed',
    target: { vm: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web-1' },
    operations: ['hibernate'],
    times: 3,
    probability: 0.5,
    seed: 7,
    parameters: { message: 'no' },
    status: 'armed',
    remaining: 2,
    hits: 1,
    struck: [
      { hit: 1, operationId: 'op-1', what: 'web-1', at: 'x', emulatedTime: '2030-01-01T00:00:00.000Z' },
    ],
  },
};
const SPENT = {
  ...FAULT,
  name: 'spent',
  properties: {
    ...FAULT.properties,
    target: {},
    operations: undefined,
    remaining: undefined,
    status: 'spent',
  },
};
const FAULTS_PATH = 'S/providers/Torpor.Emulator/faults';

describe('armed faults', () => {
  let server: StubServer;
  beforeAll(async () => {
    server = await startStubServer();
  });
  afterAll(() => server.close());

  async function ask(routes: StubRoutes, line: string) {
    server.serve(routes);
    const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
    const exit = await runCli(line.split(' '), process);
    return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
  }

  const VM_ID =
    '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web-1';

  it.each([
    ['fault arm connection-reset', 'connection-reset', { kind: 'connection-reset' }],
    [
      'fault arm hibernate-failed --name night -g g --vm web-1 --operation hibernate --times 3 --probability 0.5 --seed 7',
      'night',
      {
        kind: 'hibernate-failed',
        target: { vm: VM_ID },
        operations: ['hibernate'],
        times: 3,
        probability: 0.5,
        seed: 7,
      },
    ],
    [
      `fault arm slow-operation --vm ${VM_ID} --once --operation start,restart --parameter delayMs=5000 --parameter message=5`,
      'slow-operation',
      {
        kind: 'slow-operation',
        target: { vm: VM_ID },
        operations: ['start', 'restart'],
        parameters: { delayMs: 5_000, message: '5' },
      },
    ],
    [
      'fault arm guest:noresume --group g --host h --size Standard_D2s_v5 --times unlimited',
      'guest-noresume',
      {
        kind: 'guest:noresume',
        target: { group: 'g', host: 'h', size: 'Standard_D2s_v5' },
        times: 'unlimited',
      },
    ],
  ])('%s', async (line, name, properties) => {
    const { exit } = await ask({ [`PUT ${FAULTS_PATH}/${name}`]: { status: 201, body: FAULT } }, line);
    expect([exit, server.requests]).toEqual([
      0,
      [`PUT ${FAULTS_PATH}/${name} ${JSON.stringify({ properties })}`],
    ]);
  });

  it.each([
    ['fault arm gremlins', /there is no fault "gremlins"/],
    ['fault arm connection-reset --vm web-1', /a resource group is missing/],
    ['fault arm connection-reset --probability 2', /up to 1/],
    ['fault arm connection-reset --times 0', /whole number/],
    ['fault arm connection-reset --once --times 2', /cannot be used/],
    ['fault disarm', /a name is missing/],
    ['fault disarm night --all', /--all goes without a name/],
  ])('%s is wrong usage', async (line, stderr) => {
    const result = await ask({}, line);
    expect([result.exit, server.requests]).toEqual([2, []]);
    expect(result.stderr).toMatch(stderr);
  });

  it('shows one with what it has struck', async () => {
    const { stdout } = await ask({ [`GET ${FAULTS_PATH}/night`]: { body: FAULT } }, 'fault show night');
    expect(stdout).toBe(
      [
        'night',
        '  kind     hibernate-failed',
        '  state    armed',
        '  strikes  hibernate of VM web-1',
        '  chance   0.5 from seed 7',
        '  message  no',
        '  hits     1',
        '  left     2',
        '',
        'hit  operation  what   at',
        '1    op-1       web-1  2030-01-01T00:00:00.000Z',
        '',
      ].join('\n'),
    );
  });

  it('lists those on the server, and disarms one or all', async () => {
    const list = { [`GET ${FAULTS_PATH}`]: { body: { value: [FAULT, SPENT] } } };
    expect((await ask(list, 'fault list --armed')).stdout).toBe(
      [
        'name   kind              state  hits  left    what',
        'night  hibernate-failed  armed  1     2       hibernate of VM web-1',
        'spent  hibernate-failed  spent  1     no end  everything',
        '',
      ].join('\n'),
    );
    const routes = {
      ...list,
      [`POST ${FAULTS_PATH}/night/disarm`]: { body: FAULT },
      [`POST ${FAULTS_PATH}/spent/disarm`]: { body: SPENT },
    };
    await ask(routes, 'fault disarm night');
    expect(server.requests).toEqual([`POST ${FAULTS_PATH}/night/disarm`]);
    expect((await ask(routes, 'fault disarm --all')).exit).toBe(0);
    expect(server.requests.slice(1)).toEqual([
      `POST ${FAULTS_PATH}/night/disarm`,
      `POST ${FAULTS_PATH}/spent/disarm`,
    ]);
  });

  it('names every kind that can be armed, without a server', async () => {
    const { exit, stdout } = await run('fault kinds');
    const kinds = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);
    expect([exit, kinds]).toEqual([0, ARMABLE_KINDS]);
    expect(stdout).toMatch(
      /^hibernate-failed +operation +message +VMHibernateFailed +AZURE-22 +The platform/m,
    );
  });
});

describe('torpor fault list', () => {
  it('names every kind, what it takes, and the rule behind it, without a server', async () => {
    const { exit, stdout } = await run('fault list');
    const firstCells = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);
    expect([exit, firstCells]).toEqual([0, Object.keys(FAULTS)]);
    expect(stdout).toMatch(/^device-missing +slot +machine +R56 +The new Hyper-V VM lacks this device\.$/m);
  });

  it('prints the catalogue as JSON', async () => {
    const { stdout } = await run('fault list -o json --query [0]');
    const [first] = Object.entries(FAULTS).map(([kind, entry]) => ({ kind, ...entry }));
    expect(JSON.parse(stdout)).toEqual(first);
  });
});
