import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST_GENERATIONS } from '#libs/hosts';
import { Session } from '../cli/session.js';
import { recordingProcess } from '../cli/testing/recording-process.js';
import {
  type StubAnswer,
  startStubServer,
  type StubRoutes,
  type StubServer,
} from '../cli/testing/stub-server.js';
import { ACCEPTANCE_CASES } from './acceptance-cases.js';
import type { Pattern } from './pattern.js';
import { runAcceptance } from './run-acceptance.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const PATTERN: Pattern = {
  group: 'gold',
  name: 'web-1',
  location: 'eastus',
  machine: {
    name: 'Standard_D2s_v5',
    vcpus: 2,
    memoryMib: 8_192,
    maxNics: 2,
    maxDataDisks: 4,
    acceleratedNetworking: true,
    processorVendor: 'AMD',
  },
  guestProfile: 'ubuntu-24.04',
  guestOverrides: {},
  policy: 'azure',
  osDisk: { sizeGb: 64, sku: 'Premium_LRS' },
  dataDisks: [],
  nics: [false],
};

const HOSTS = 'S/providers/Torpor.Emulator/hosts';
const GENERATION = HOST_GENERATIONS['amd-milan'];
const FAULT: StubAnswer = { status: 500, body: { error: { code: 'InternalError', message: 'Sorry.' } } };

/** Answers of a server that makes and removes everything, but the network. */
const ROUTES: StubRoutes = {
  'GET S/providers/Torpor.Emulator/hostGenerations': {
    body: { value: [{ id: 'g', name: GENERATION.name, properties: GENERATION }] },
  },
  [`PUT ${HOSTS}/acc-host-1`]: { status: 201, body: { properties: { generation: GENERATION } } },
  [`PUT ${HOSTS}/acc-host-2`]: { status: 201, body: { properties: { generation: GENERATION } } },
  [`DELETE ${HOSTS}/acc-host-1`]: {},
  [`DELETE ${HOSTS}/acc-host-2`]: {},
  'PUT S/resourceGroups/acc': { status: 201, body: {} },
  'DELETE S/resourceGroups/acc': {},
  'PUT S/resourceGroups/acc/providers/Microsoft.Network/virtualNetworks/acceptance-net': FAULT,
};

async function run(routes: StubRoutes, keep = false) {
  server.serve(routes);
  const session = new Session(recordingProcess({ env: { TORPOR_HOME: server.home } }), {});
  const wish = {
    cases: ACCEPTANCE_CASES.slice(0, 2),
    scratchName: 'acc',
    ownHosts: true,
    keep,
    concurrency: 2,
  };
  const listener = {
    began: () => undefined,
    acts: () => undefined,
    ended: () => undefined,
    removing: () => undefined,
  };
  try {
    const { report, leftBehind } = await runAcceptance(
      { work: session, toTheEnd: session },
      PATTERN,
      wish,
      listener,
    );
    return { counts: report.counts, leftBehind: leftBehind?.problem };
  } catch (error) {
    return { thrown: (error as Error).message };
  } finally {
    session.close();
  }
}

const removals = () => server.requests.filter((request) => request.startsWith('DELETE'));
const ALL_REMOVED = [
  'DELETE S/resourceGroups/acc',
  `DELETE ${HOSTS}/acc-host-1`,
  `DELETE ${HOSTS}/acc-host-2`,
];

describe('runAcceptance', () => {
  it('removes what it had made when it cannot make the rest', async () => {
    expect(await run(ROUTES)).toEqual({ thrown: 'InternalError: Sorry.' });
    expect(removals()).toEqual(ALL_REMOVED);
  });

  it('leaves it all when it is to be kept', async () => {
    await run(ROUTES, true);
    expect(removals()).toEqual([]);
  });

  it('runs no case when VMs cannot be made, and says what it could not remove', async () => {
    const network = { id: '/net', properties: {} };
    const outcome = await run({
      ...ROUTES,
      'PUT S/resourceGroups/acc/providers/Microsoft.Network/virtualNetworks/acceptance-net': {
        status: 201,
        body: network,
      },
      [`DELETE ${HOSTS}/acc-host-2`]: FAULT,
    });
    expect(outcome).toEqual({
      counts: { passed: 0, failed: 0, notRun: 2 },
      leftBehind: {
        code: 'scratch-left-behind',
        message: 'Not everything that was made for the cases could be removed.',
        details: [{ message: 'host acc-host-2: Sorry.' }],
        remedy: 'Remove the rest with `torpor group delete` and `torpor host remove`.',
        exit: 5,
      },
    });
    expect(removals().filter((request) => !request.includes('virtualMachines'))).toEqual(ALL_REMOVED);
  });

  it('registers hosts with room for the largest VM of every case at once', async () => {
    await run(ROUTES);
    expect(server.requests.find((request) => request.startsWith(`PUT ${HOSTS}/acc-host-1`))).toBe(
      `PUT ${HOSTS}/acc-host-1 {"properties":{"generation":"amd-milan","cluster":"acc","capacity":{"vcpus":4,"memoryMib":16384,"vfSlots":4}}}`,
    );
  });
});
