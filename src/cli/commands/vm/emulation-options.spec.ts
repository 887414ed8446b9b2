import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { vmDocument } from '../../testing/documents.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { startStubServer, type StubServer } from '../../testing/stub-server.js';
import { emulationHeaders, emulationSettings } from './emulation-options.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const VM = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1';
const EMULATION = `${VM}/providers/Torpor.Emulator/emulation/default`;

beforeEach(() => {
  const body = { id: 'e', name: 'default', properties: { faults: [{ kind: 'unload-unanswered' }] } };
  server.serve({
    [`GET ${EMULATION}`]: { body },
    [`PUT ${EMULATION}`]: { body },
    [`GET ${VM}?$expand=instanceView`]: { body: vmDocument('web-1', ['PowerState/running']) },
  });
});

async function update(...options: readonly string[]) {
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(['vm', 'update', 'web-1', '-g', 'rg', ...options], process);
  const start = `PUT ${EMULATION} `;
  const put = server.requests.find((line) => line.startsWith(start));
  return {
    exit,
    stderr: process.stderr.text,
    properties: put === undefined ? undefined : JSON.parse(put.slice(start.length)).properties,
  };
}

describe('--fault', () => {
  it('sets all that are given, instead of those before', async () => {
    const { exit, properties } = await update(
      ...[
        '--fault',
        'device-missing nic 0',
        '--fault',
        'memory-mib 4096',
        '--fault',
        'vmbus-versions 4.0 4.1',
      ],
    );
    expect([exit, properties]).toEqual([
      0,
      {
        faults: [
          { kind: 'device-missing', slot: 'nic 0' },
          { kind: 'memory-mib', value: 4_096 },
          { kind: 'vmbus-versions', value: '4.0 4.1' },
        ],
      },
    ]);
  });

  it.each([
    { options: ['--fault', 'none'], faults: [] },
    {
      options: ['--fault', 'unload-unanswered', '--fault', 'none', '--fault', 'noresume'],
      faults: [{ kind: 'noresume' }],
    },
  ])('none lifts those before it: $options', async ({ options, faults }) => {
    expect(await update(...options)).toMatchObject({ exit: 0, properties: { faults } });
  });

  it('is left as it is where the option is not given', async () => {
    const { exit, properties } = await update('--policy', 'azure');
    expect([exit, properties]).toEqual([0, { policy: 'azure' }]);
  });

  it.each([
    ['gremlins', 'there is no fault "gremlins".'],
    ['device-missing', 'device-missing needs a device or disk.'],
    ['unload-unanswered nic 0', 'unload-unanswered takes nothing, not nic 0.'],
    ['vcpus many', 'vcpus needs a whole number.'],
  ])('%s is refused before anything is sent', async (fault, problem) => {
    const { exit, stderr, properties } = await update('--fault', fault);
    expect([exit, properties, server.requests]).toEqual([2, undefined, []]);
    expect(stderr).toContain(problem);
  });

  it('is in the header with which a VM is created', () => {
    const fault = [{ kind: 'device-missing', slot: 'nic 0' }] as const;
    expect(emulationHeaders({ fault })).toEqual({
      'x-torpor-emulation': '{"faults":[{"kind":"device-missing","slot":"nic 0"}]}',
    });
    expect(emulationHeaders({})).toEqual({});
  });

  it('stands beside what else is given', () => {
    expect(emulationSettings({ policy: 'azure' }, { fault: [], cluster: 'north' })).toEqual({
      policy: 'azure',
      placement: { cluster: 'north' },
      faults: [],
    });
  });
});
