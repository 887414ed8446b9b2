import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath, type ArmAnswer } from '../world/arm-app.js';
import { act, createVm, disk, network, nic, nicBody, prepare, vm, vmBody } from '../world/arm-groups.js';

const G = 'parts';

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

type Option = 'Delete' | 'Detach';
const publicIp = (name: string) => groupPath(G, `Microsoft.Network/publicIPAddresses/${name}`);
const IMAGE = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };

/** A VM with a NIC that has a public address, an OS disk and two data disks: names of all end alike. */
async function aVm(options: {
  readonly os: Option;
  readonly data: readonly [Option, Option];
  readonly nic: Option;
  readonly address: Option;
}): Promise<string> {
  const at = (count += 1);
  await prepare(arm, G);
  await arm.ok('PUT', publicIp(`ip-${at}`), {
    location: 'eastus',
    sku: { name: 'Standard' },
    properties: { publicIPAllocationMethod: 'Static', deleteOption: options.address },
  });
  await arm.ok('PUT', nic(G, `nic-${at}`), nicBody(G, {}, { publicIPAddress: { id: publicIp(`ip-${at}`) } }));
  await arm.ok(
    'PUT',
    vm(G, `vm-${at}`),
    vmBody([], {
      storageProfile: {
        imageReference: IMAGE,
        osDisk: { name: `os-${at}`, createOption: 'FromImage', deleteOption: options.os },
        dataDisks: options.data.map((deleteOption, lun) => ({
          name: `data-${at}-${lun}`,
          lun,
          createOption: 'Empty',
          diskSizeGB: 8,
          deleteOption,
        })),
      },
      networkProfile: {
        networkInterfaces: [{ id: nic(G, `nic-${at}`), properties: { deleteOption: options.nic } }],
      },
    }),
  );
  await arm.settled();
  return vm(G, `vm-${at}`);
}

async function remove(path: string): Promise<void> {
  expect((await arm.send('DELETE', path)).status).toBe(202);
  await arm.settled();
  expect((await arm.send('GET', path)).status).toBe(404);
}

async function left(at: number): Promise<readonly string[]> {
  const parts = {
    os: disk(G, `os-${at}`),
    'data 0': disk(G, `data-${at}-0`),
    'data 1': disk(G, `data-${at}-1`),
    nic: nic(G, `nic-${at}`),
    address: publicIp(`ip-${at}`),
  };
  const answers = await Promise.all(
    Object.entries(parts).map(async ([name, path]) => [name, (await arm.send('GET', path)).status] as const),
  );
  return answers.flatMap(([name, status]) => (status === 200 ? [name] : []));
}

describe('a VM that is deleted', () => {
  it.each([
    ['Detach', 'Detach', 'Detach', 'Detach', 'Delete', ['os', 'data 0', 'data 1', 'nic', 'address']],
    ['Delete', 'Detach', 'Detach', 'Detach', 'Detach', ['data 0', 'data 1', 'nic', 'address']],
    ['Detach', 'Delete', 'Detach', 'Detach', 'Detach', ['os', 'data 1', 'nic', 'address']],
    ['Detach', 'Detach', 'Detach', 'Delete', 'Detach', ['os', 'data 0', 'data 1', 'address']],
    ['Delete', 'Detach', 'Delete', 'Delete', 'Delete', ['data 0']],
  ] as const)(
    'AZURE-44 TORPOR-5 takes with it what is to go (os %s, data %s and %s, NIC %s, address %s)',
    async (os, first, second, nicOption, address, expected) => {
      const path = await aVm({ os, data: [first, second], nic: nicOption, address });
      await remove(path);
      expect(await left(count)).toEqual(expected);
    },
  );

  it('AZURE-44 ARM-24 what stays can be used again', async () => {
    const path = await aVm({ os: 'Detach', data: ['Delete', 'Delete'], nic: 'Detach', address: 'Detach' });
    await remove(path);
    const storageProfile = {
      osDisk: { createOption: 'Attach', osType: 'Linux', managedDisk: { id: disk(G, `os-${count}`) } },
    };
    await arm.ok('PUT', path, vmBody([nic(G, `nic-${count}`)], { storageProfile }));
    await arm.settled();
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Succeeded');
  });

  it.each(['deallocate', 'deallocate?hibernate=true'])('AZURE-44 after %s as well', async (action) => {
    const path = await aVm({ os: 'Delete', data: ['Delete', 'Detach'], nic: 'Delete', address: 'Delete' });
    await act(arm, `${path}/${action}`);
    await remove(path);
    expect(await left(count)).toEqual(['data 1']);
  });

  it('AZURE-44 as an update has changed it last', async () => {
    const path = await aVm({ os: 'Detach', data: ['Detach', 'Detach'], nic: 'Detach', address: 'Detach' });
    await arm.ok('PATCH', path, { properties: { storageProfile: { osDisk: { deleteOption: 'Delete' } } } });
    const document = await arm.ok('GET', path);
    document.properties.networkProfile.networkInterfaces[0].properties.deleteOption = 'Delete';
    await arm.ok('PUT', path, document);
    expect((await arm.ok('GET', path)).properties.storageProfile.osDisk.deleteOption).toBe('Delete');
    await remove(path);
    expect(await left(count)).toEqual(['data 0', 'data 1', 'address']);
  });

  it('AZURE-44 the network of a NIC that went is free', async () => {
    const path = await aVm({ os: 'Delete', data: ['Delete', 'Delete'], nic: 'Delete', address: 'Delete' });
    await remove(path);
    const addresses = await arm.database.query(
      `select 1 from ip_configuration ip left join network_interface n on n.id = ip.nic_id where n.id is null`,
    );
    expect(addresses).toEqual([]);
    expect((await arm.send('GET', network(G))).status).toBe(200);
  });
});

describe('runCommand', () => {
  const body = { commandId: 'RunShellScript', script: ['echo hello'] };
  const poll = (answer: ArmAnswer) => arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');

  it('TORPOR-22 answers at its Location that nothing was run', async () => {
    await createVm(arm, G, 'commands');
    const path = vm(G, 'commands');
    const answer = await arm.send('POST', `${path}/runCommand`, body);
    expect([answer.status, answer.body, answer.headers['x-torpor-ignored']]).toEqual([
      202,
      undefined,
      'commandId, script',
    ]);
    await arm.settled();
    expect((await poll(answer)).status).toBe('Succeeded');
    const { value } = await arm.ok('GET', answer.headers['location'] ?? '');
    expect(value).toEqual([
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        message: expect.stringMatching(/^Enable succeeded: \n\[stdout\]\n\n\[stderr\]\n.*nothing was run/),
      },
    ]);
  });

  it('ARM-22 TORPOR-3 is refused where no guest runs, and without a command', async () => {
    await createVm(arm, G, 'asleep');
    const path = vm(G, 'asleep');
    await act(arm, `${path}/deallocate`);
    const before = await arm.snapshot();
    const stopped = await arm.send('POST', `${path}/runCommand`, body);
    expect([stopped.status, stopped.body.error.code]).toEqual([409, 'OperationNotAllowed']);
    const wrong = await arm.send('POST', `${path}/runCommand`, {});
    expect([wrong.status, wrong.body.error.target]).toEqual([400, 'commandId']);
    expect(await arm.snapshot()).toBe(before);
  });
});

describe('boot diagnostics', () => {
  const ENABLED = { diagnosticsProfile: { bootDiagnostics: { enabled: true } } };

  it('give a link to the serial log, which needs no token and cannot be guessed', async () => {
    await createVm(arm, G, 'console', ENABLED);
    const path = vm(G, 'console');
    await act(arm, `${path}/deallocate?hibernate=true`);
    await act(arm, `${path}/start`);
    const { serialConsoleLogBlobUri: link } = await arm.ok('POST', `${path}/retrieveBootDiagnosticsData`);
    const url = new URL(link);
    const fetched = (change: Readonly<Record<string, string>> = {}) => {
      const changed = new URL(url);
      for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
      return arm.app.inject({ method: 'GET', url: changed.pathname + changed.search });
    };
    const log = await fetched();
    expect([log.statusCode, log.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(log.body).toMatch(/^\[ +\d+\.\d{6}\] .*\n/);
    expect(log.body).toContain('PM: hibernation');
    const forged = [await fetched({ se: '99999999999' }), await fetched({ sig: 'x' })];
    expect(forged.map(({ statusCode }) => statusCode)).toEqual([403, 403]);
    const view = await arm.ok('GET', `${path}/instanceView`);
    expect(view.bootDiagnostics).toEqual({});
  });

  it('are refused where they are not enabled', async () => {
    await createVm(arm, G, 'blind');
    const { status, body } = await arm.send('POST', `${vm(G, 'blind')}/retrieveBootDiagnosticsData`);
    expect([status, body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });
});

describe('actions that are not emulated', () => {
  beforeAll(() => createVm(arm, G, 'plain'));

  it.each([
    'assessPatches',
    'installPatches',
    'capture',
    'reimage',
    'performMaintenance',
    'convertToManagedDisks',
    'attachDetachDataDisks',
    'migrateToVMScaleSet',
  ])('TORPOR-22 %s says so', async (action) => {
    const { status, body } = await arm.send('POST', `${vm(G, 'plain')}/${action}`);
    expect([status, body.error.code, body.error.message]).toEqual([
      409,
      'OperationNotAllowed',
      expect.stringContaining(`${action} of VM plain`),
    ]);
    expect((await arm.send('POST', `${vm(G, 'missing')}/${action}`)).body.error.code).toBe(
      'ResourceNotFound',
    );
  });
});
