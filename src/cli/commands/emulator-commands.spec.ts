import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
import { HOST, SUBSCRIPTION } from '../testing/documents.js';
import { type ProcessSettings, recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(routes: StubRoutes, line: string, settings: Partial<ProcessSettings> = {}) {
  server.serve(routes);
  const process = recordingProcess({ ...settings, env: { TORPOR_HOME: server.home } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const EMULATOR = 'S/providers/Torpor.Emulator';

describe('host', () => {
  it('registers with what it has to sell, and shows it', async () => {
    const line =
      'host register rack-1 --generation intel-ice-lake --cluster c1 --vcpus 8 --memory-gib 32 --vf-slots 4';
    const result = await run({ [`PUT ${EMULATOR}/hosts/rack-1`]: { status: 201, body: HOST } }, line);
    expect([result, server.requests]).toEqual([
      {
        exit: 0,
        stdout: [
          'rack-1 in cluster default',
          '  state       available',
          '  generation  intel-ice-lake: Xeon Platinum 8370C, VM configuration versions 8.0 to 10.0',
          '  vCPUs       2 of 64 used',
          '  memory      8 GiB of 256 GiB used',
          '  VF slots    0 of 16 used',
          '  VMs         web-1 (running)',
          '',
        ].join('\n'),
        stderr: '',
      },
      [
        `PUT ${EMULATOR}/hosts/rack-1 {"properties":{"generation":"intel-ice-lake","capacity":{"vcpus":8,"memoryMib":32768,"vfSlots":4},"cluster":"c1"}}`,
      ],
    ]);
  });

  it('lists what hosts have sold', async () => {
    expect((await run({ [`GET ${EMULATOR}/hosts`]: { body: { value: [HOST] } } }, 'host list')).stdout).toBe(
      [
        'name    cluster  generation      state      vCPUs  memory GiB  VF slots  VMs',
        'rack-1  default  intel-ice-lake  available   2/64       8/256      0/16    1',
        '',
      ].join('\n'),
    );
  });

  it.each(['drain', 'undrain', 'fail', 'repair'])('%s posts and shows the host', async (verb) => {
    const routes = { [`POST ${EMULATOR}/hosts/rack-1/${verb}`]: { body: HOST } };
    const { exit, stdout } = await run(routes, `host ${verb} -n rack-1 -o json`);
    expect([exit, stdout]).toEqual([0, `${JSON.stringify(HOST, null, 2)}\n`]);
  });

  it('names the operations that recover the VMs of a failed one', async () => {
    const body = { ...HOST, properties: { ...HOST.properties, state: 'down', operations: ['op-1', 'op-2'] } };
    const { stdout } = await run({ [`POST ${EMULATOR}/hosts/rack-1/fail`]: { body } }, 'host fail rack-1');
    expect(stdout).toContain('\n  recovering  operation op-1, operation op-2\n');
  });

  it.each([
    [200, 'Host rack-1 is removed.\n'],
    [204, 'There was no host rack-1.\n'],
  ])('remove says what a %i means', async (status, stdout) => {
    const routes = { [`DELETE ${EMULATOR}/hosts/rack-1`]: { status } };
    expect(await run(routes, 'host remove rack-1')).toEqual({ exit: 0, stdout, stderr: '' });
  });

  it('lists generations', async () => {
    const { generation } = HOST.properties;
    const body = { value: [{ id: 'g', name: generation.name, properties: generation }] };
    expect((await run({ [`GET ${EMULATOR}/hostGenerations`]: { body } }, 'host generations')).stdout).toBe(
      [
        'name            vendor  processor            Hyper-V level  VM versions  VMBus versions',
        'intel-ice-lake  Intel   Xeon Platinum 8370C  2              8.0 to 10.0  5.3',
        '',
      ].join('\n'),
    );
  });
});

const POLICY = {
  id: `${SUBSCRIPTION}/providers/Torpor.Emulator/policies/mine`,
  name: 'mine',
  properties: {
    description: 'NICs fresh',
    devices: { nic: { kind: 'fresh' } },
    removeVfsBeforeHibernation: true,
    dda: { hibernation: 'refuse', exceptSizes: [] },
    version: 2,
    isBuiltIn: false,
    isActive: true,
  },
};

describe('policy and profile', () => {
  const path = `${EMULATOR}/policies/mine`;

  it('lists policies', async () => {
    const routes = { [`GET ${EMULATOR}/policies`]: { body: { value: [POLICY] } } };
    expect((await run(routes, 'policy list')).stdout).toBe(
      [
        'name  version  active  built in  removes VFs  description',
        'mine        2  yes     no        yes          NICs fresh',
        '',
      ].join('\n'),
    );
  });

  it('shows one member for each line', async () => {
    expect((await run({ [`GET ${path}`]: { body: POLICY } }, 'policy show mine')).stdout).toBe(
      [
        'mine',
        '  description                 NICs fresh',
        '  devices.nic.kind            fresh',
        '  removeVfsBeforeHibernation  true',
        '  dda.hibernation             refuse',
        '  dda.exceptSizes             none',
        '  version                     2',
        '  isBuiltIn                   false',
        '  isActive                    true',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['its own document', 'name: mine\ndescription: x\n', 'policy create -f p.yaml'],
    ['one without a name', 'description: x\n', 'policy create mine -f p.yaml'],
    [
      'one that was printed',
      '{"id": "i", "name": "mine", "properties": {"description": "x"}}',
      'policy create -f p.yaml',
    ],
  ])('creates from %s', async (_, file, line) => {
    const routes = { [`PUT ${path}`]: { status: 201, body: POLICY } };
    const { exit } = await run(routes, line, { files: { 'p.yaml': file } });
    expect([exit, server.requests]).toEqual([0, [`PUT ${path} {"properties":{"description":"x"}}`]]);
  });

  it('tells faults that the server finds by their place in the file', async () => {
    const error = {
      code: 'InvalidParameter',
      message: 'The GUID policy is not valid.',
      details: [{ code: 'InvalidParameter', message: 'is no kind.', target: 'properties.devices.nic.kind' }],
    };
    const files = { 'p.yaml': 'name: mine\ndevices:\n  nic:\n    kind: frozen\n' };
    const result = await run(
      { [`PUT ${path}`]: { status: 400, body: { error } } },
      'policy create -f p.yaml',
      { files },
    );
    expect(result).toEqual({
      exit: 2,
      stdout: '',
      stderr:
        'InvalidParameter: The GUID policy is not valid.\n  p.yaml:4:11 devices.nic.kind: is no kind.\n',
    });
  });

  it.each([
    [
      'a file that is no YAML',
      'a: [',
      '  p.yaml:1:5 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a list', '- a', 'usage: p.yaml holds no document: expected members, written as name: value'],
    ['a document without a name', 'description: x', 'usage: a name is missing'],
  ])('refuses %s', async (_, file, line) => {
    const { exit, stderr } = await run({}, 'policy create -f p.yaml', { files: { 'p.yaml': file } });
    expect([exit, stderr.split('\n').includes(line), server.requests]).toEqual([2, true, []]);
  });

  it.each([
    ['policy activate mine', `POST ${path}/activate`],
    ['policy delete mine', `DELETE ${path}`],
    ['profile show plain', `GET ${EMULATOR}/guestProfiles/plain`],
    ['profile delete plain', `DELETE ${EMULATOR}/guestProfiles/plain`],
  ])('%s', async (line, request) => {
    expect([(await run({ [request]: { body: POLICY } }, line)).exit, server.requests]).toEqual([
      0,
      [request],
    ]);
  });

  it('lists profiles', async () => {
    const properties = { distribution: 'Ubuntu 22.04', kernelVersion: '6.8.0', isBuiltIn: true };
    const body = { value: [{ id: 'p', name: 'ubuntu-22.04', properties }] };
    expect((await run({ [`GET ${EMULATOR}/guestProfiles`]: { body } }, 'profile list')).stdout).toBe(
      'name          distribution  kernel  built in\nubuntu-22.04  Ubuntu 22.04  6.8.0   yes\n',
    );
  });
});

describe('clock', () => {
  const path = `${EMULATOR}/clock/default`;
  const body = { id: 'c', name: 'default', properties: { mode: 'manual', factor: 1 } };

  it.each([
    ['clock show', [`GET ${path}`]],
    ['clock set --mode manual', [`PUT ${path} {"properties":{"mode":"manual"}}`]],
    ['clock set --mode scaled --factor 60', [`PUT ${path} {"properties":{"mode":"scaled","factor":60}}`]],
    ['clock advance 90s', [`POST ${path}/advance {"milliseconds":90000}`]],
  ])('%s', async (line, requests) => {
    const routes = {
      [`GET ${path}`]: { body },
      [`PUT ${path}`]: { body },
      [`POST ${path}/advance`]: { body },
    };
    expect([await run(routes, line), server.requests]).toEqual([
      { exit: 0, stdout: '  mode    manual\n  factor  1\n', stderr: '' },
      requests,
    ]);
  });
});

describe('group and disk', () => {
  const group = { id: `${SUBSCRIPTION}/resourceGroups/rg`, name: 'rg', location: 'eastus', properties: {} };

  it('creates a group', async () => {
    const routes = { 'PUT S/resourceGroups/rg': { status: 201, body: group } };
    const { stdout } = await run(routes, 'group create -n rg -l eastus --tags a=b -o json');
    expect([stdout, server.requests]).toEqual([
      `${JSON.stringify(group, null, 2)}\n`,
      ['PUT S/resourceGroups/rg {"location":"eastus","tags":{"a":"b"}}'],
    ]);
  });

  it('waits until a group is gone, by status of its Location', async () => {
    const location = {
      location: `https://x.example${SUBSCRIPTION}/operationresults/1?api-version=2024-11-01`,
    };
    const pending = { status: 202, headers: location };
    const routes = {
      'DELETE S/resourceGroups/rg': pending,
      'GET S/operationresults/1': [pending, pending, { status: 200 }],
    };
    expect([await run(routes, 'group delete rg -y'), server.requests.length]).toEqual([
      { exit: 0, stdout: 'Group rg is gone.\n', stderr: '' },
      4,
    ]);
  });

  it('lists disks', async () => {
    const disk = {
      id: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/disks/os`,
      name: 'os',
      location: 'eastus',
      sku: { name: 'Premium_LRS' },
      managedBy: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1`,
      properties: { diskSizeGB: 64, diskState: 'Attached', supportsHibernation: true },
    };
    const routes = { 'GET S/providers/Microsoft.Compute/disks': { body: { value: [disk] } } };
    expect((await run(routes, 'disk list')).stdout).toBe(
      [
        'name  group  GB  SKU          state     VM     hibernation',
        'os    rg     64  Premium_LRS  Attached  web-1  supported',
        '',
      ].join('\n'),
    );
  });
});
