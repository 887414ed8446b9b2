import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentDocument } from '../api-types.js';
import { runCli } from '../run-cli.js';
import { recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(routes: StubRoutes, line: string) {
  server.serve(routes);
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const DEPLOYMENTS = 'providers/Microsoft.Resources/deployments';
const times = { mode: 'Incremental', timestamp: '2026-01-05T08:30:00.000Z', duration: 'PT2M3S' };
const DONE: DeploymentDocument = {
  id: 'd',
  name: 'night',
  properties: {
    provisioningState: 'Succeeded',
    ...times,
    outputs: { vmName: { value: 'web-1' }, ports: { value: [22, 80] } },
    outputResources: [{ id: '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Compute/disks/d' }],
  },
};
const FAILED: DeploymentDocument = {
  id: 'd',
  name: 'day',
  properties: {
    provisioningState: 'Failed',
    ...times,
    error: {
      code: 'DeploymentFailed',
      message: 'At least one operation failed.',
      details: [{ code: 'SkuNotAvailable', message: 'No such\tsize.' }],
    },
  },
};

describe('deployment', () => {
  it.each([
    ['deployment list -g rg', `GET S/resourceGroups/rg/${DEPLOYMENTS}`],
    ['deployment list', `GET S/${DEPLOYMENTS}`],
  ])('%s', async (line, route) => {
    expect(await run({ [route]: { body: { value: [DONE, FAILED] } } }, line)).toEqual({
      exit: 0,
      stdout: [
        'name   state      mode         time                      duration',
        'night  Succeeded  Incremental  2026-01-05T08:30:00.000Z  PT2M3S',
        'day    Failed     Incremental  2026-01-05T08:30:00.000Z  PT2M3S',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it('shows what was made', async () => {
    const route = `GET S/resourceGroups/rg/${DEPLOYMENTS}/night`;
    expect((await run({ [route]: { body: DONE } }, 'deployment show night -g rg')).stdout).toBe(
      [
        'night',
        '  state     Succeeded',
        '  mode      Incremental',
        '  time      2026-01-05T08:30:00.000Z',
        '  duration  PT2M3S',
        'outputs',
        '  vmName  web-1',
        '  ports   [22,80]',
        'resources',
        '  /subscriptions/x/resourceGroups/rg/providers/Microsoft.Compute/disks/d',
        '',
      ].join('\n'),
    );
  });

  it('shows why it failed', async () => {
    const { stdout } = await run(
      { [`GET S/${DEPLOYMENTS}/day`]: { body: FAILED } },
      'deployment show -n day',
    );
    expect(stdout).toBe(
      [
        'day',
        '  state     Failed',
        '  mode      Incremental',
        '  time      2026-01-05T08:30:00.000Z',
        '  duration  PT2M3S',
        '  error     DeploymentFailed: At least one operation failed.',
        '            SkuNotAvailable: No such size.',
        '',
      ].join('\n'),
    );
  });

  it('ends with 3 when there is none', async () => {
    expect((await run({}, 'deployment show night -g rg')).exit).toBe(3);
  });
});
