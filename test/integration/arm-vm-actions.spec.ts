import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandBus } from '@nestjs/cqrs';
import { SelfHibernateVmCommand } from '../../src/vms/self-hibernate-vm/self-hibernate-vm.command.js';
import { ArmTestApp } from '../world/arm-app.js';
import { act, codesOf, createVm, disk, vm } from '../world/arm-groups.js';
import { brokenPromises } from '../world/broken-promises.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.cloud.addHost('host-b');
});
afterAll(() => arm.close());

type State = 'running' | 'stopped' | 'deallocated' | 'hibernated';

/** What brings a running VM into each state. */
const INTO: Readonly<Record<State, string | undefined>> = {
  running: undefined,
  stopped: 'powerOff',
  deallocated: 'deallocate',
  hibernated: 'deallocate?hibernate=true',
};

async function aVmThatIs(state: State, properties: object = {}): Promise<string> {
  const name = `vm-${(count += 1)}`;
  await createVm(arm, 'actions', name, properties);
  const action = INTO[state];
  if (action !== undefined) await act(arm, `${vm('actions', name)}/${action}`);
  return vm('actions', name);
}

async function powerOf(path: string): Promise<string> {
  const { code } = (await arm.ok('GET', `${path}/instanceView`)).statuses[1];
  return code.replace('PowerState/', '');
}

async function hostOf(path: string): Promise<string | null> {
  const { vmId } = (await arm.ok('GET', path)).properties;
  const [held] = await arm.database.query(
    `select h.name from host_allocation a join host h on h.id = a.host_id where a.vm_id = $1`,
    [vmId],
  );
  return held?.name ?? null;
}

async function bootIdOf(path: string): Promise<string> {
  const { vmId } = (await arm.ok('GET', path)).properties;
  const [found] = await arm.database.query(
    `select document -> 'guest' ->> 'bootId' as id from hyperv_vm where vm_id = $1`,
    [vmId],
  );
  return found?.id;
}

/** What became of an action: its status, and of an accepted one how its operation ended and the VM then is. */
async function outcome(path: string, action: string): Promise<readonly unknown[]> {
  const answer = await arm.send('POST', `${path}/${action}`);
  await arm.settled();
  if (answer.status !== 202) return [answer.status, answer.body?.error.code ?? null];
  const poll = await arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');
  return [202, poll.status, await powerOf(path)];
}

describe('actions in every state', () => {
  const REFUSED = [409, 'OperationNotAllowed'];
  const TABLE: readonly (readonly [State, string, readonly unknown[]])[] = [
    ['running', 'start', [202, 'Succeeded', 'running']],
    ['stopped', 'start', [202, 'Succeeded', 'running']],
    ['deallocated', 'start', [202, 'Succeeded', 'running']],
    ['hibernated', 'start', [202, 'Succeeded', 'running']],
    ['running', 'powerOff', [202, 'Succeeded', 'stopped']],
    ['running', 'powerOff?skipShutdown=true', [202, 'Succeeded', 'stopped']],
    ['stopped', 'powerOff', [202, 'Succeeded', 'stopped']],
    ['deallocated', 'powerOff', REFUSED],
    ['hibernated', 'powerOff', REFUSED],
    ['running', 'restart', [202, 'Succeeded', 'running']],
    ['stopped', 'restart', REFUSED],
    ['deallocated', 'restart', REFUSED],
    ['hibernated', 'restart', REFUSED],
    ['running', 'deallocate', [202, 'Succeeded', 'deallocated']],
    ['stopped', 'deallocate', [202, 'Succeeded', 'deallocated']],
    ['deallocated', 'deallocate', [202, 'Succeeded', 'deallocated']],
    ['hibernated', 'deallocate', [202, 'Succeeded', 'deallocated']],
    ['running', 'deallocate?hibernate=true&forceDeallocate=true', [202, 'Succeeded', 'deallocated']],
    ['stopped', 'deallocate?hibernate=true', REFUSED],
    ['deallocated', 'deallocate?hibernate=true', REFUSED],
    ['hibernated', 'deallocate?hibernate=true', REFUSED],
    ['running', 'redeploy', [202, 'Succeeded', 'running']],
    ['stopped', 'redeploy', [202, 'Succeeded', 'running']],
    ['deallocated', 'redeploy', REFUSED],
    ['hibernated', 'redeploy', REFUSED],
    ['running', 'reapply', [202, 'Succeeded', 'running']],
    ['stopped', 'reapply', [202, 'Succeeded', 'stopped']],
    ['deallocated', 'reapply', [202, 'Succeeded', 'deallocated']],
    ['hibernated', 'reapply', [202, 'Succeeded', 'deallocated']],
    ['running', 'generalize', REFUSED],
    ['stopped', 'generalize', [200, null]],
    ['deallocated', 'generalize', [200, null]],
    ['hibernated', 'generalize', REFUSED],
    ['running', 'simulateEviction', REFUSED],
  ];

  it.each(TABLE)('AZURE-27 AZURE-38 ASSUME-31 of a %s VM: %s', async (state, action, expected) => {
    const path = await aVmThatIs(state);
    expect(await outcome(path, action)).toEqual(expected);
    expect(await brokenPromises(arm.database)).toEqual([]);
  });

  it('ASSUME-31 a start of a running VM leaves its system alone', async () => {
    const path = await aVmThatIs('running');
    const before = await bootIdOf(path);
    await act(arm, `${path}/start`);
    expect(await bootIdOf(path)).toBe(before);
  });

  it('TORPOR-22 parameters that make no difference are named', async () => {
    const path = await aVmThatIs('running');
    const named = async (method: string, action: string) =>
      (await arm.send(method, `${path}${action}`)).headers['x-torpor-ignored'];
    expect(await named('POST', '/powerOff?skipShutdown=true')).toBe('skipShutdown');
    await arm.settled();
    expect(await named('POST', '/deallocate?forceDeallocate=true')).toBe('forceDeallocate');
    await arm.settled();
    expect(await named('DELETE', '?forceDeletion=true')).toBe('forceDeletion');
    await arm.settled();
  });
});

describe('redeploy', () => {
  it('AZURE-45 moves a running VM to another host, where another system boots', async () => {
    const path = await aVmThatIs('running');
    const before = [await hostOf(path), await bootIdOf(path)];
    await act(arm, `${path}/redeploy`);
    const after = [await hostOf(path), await bootIdOf(path)];
    expect([...before, ...after].filter((one) => typeof one !== 'string')).toEqual([]);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it('AZURE-45 moves a stopped VM and starts it', async () => {
    const path = await aVmThatIs('stopped');
    const before = await hostOf(path);
    await act(arm, `${path}/redeploy`);
    expect(await hostOf(path)).not.toBe(before);
    expect(await powerOf(path)).toBe('running');
  });

  it('AZURE-34 AZURE-45 a guest that hibernated on its own comes back from its image elsewhere', async () => {
    const path = await aVmThatIs('running');
    const vmName = path.split('/').at(-1) ?? '';
    await arm.app
      .get(CommandBus)
      .execute(new SelfHibernateVmCommand({ subscriptionId: SUBSCRIPTION, groupName: 'actions', vmName }));
    await arm.settled();
    expect(await powerOf(path)).toBe('stopped');
    await act(arm, `${path}/redeploy`);
    const view = await arm.ok('GET', `${path}/instanceView`);
    expect(view.extensions[0].substatuses[0].code).toBe('ComponentStatus/VMBootState/Resume/succeeded');
  });

  it('AZURE-45 stays on its host where there is no other', async () => {
    const path = await aVmThatIs('running');
    const before = await hostOf(path);
    await arm.database.query(`update host set state = 'draining' where name <> $1`, [before]);
    await act(arm, `${path}/redeploy`);
    await arm.database.query(`update host set state = 'available'`);
    expect([await hostOf(path), await powerOf(path)]).toEqual([before, 'running']);
    expect(await brokenPromises(arm.database)).toEqual([]);
  });
});

describe('reapply', () => {
  it('AZURE-49 makes a VM whose last operation failed well again', async () => {
    const path = await aVmThatIs('deallocated');
    await arm.database.query(`update host set state = 'draining'`);
    await act(arm, `${path}/start`);
    await arm.database.query(`update host set state = 'available'`);
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Failed');
    await act(arm, `${path}/reapply`);
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Succeeded');
  });
});

describe('generalize', () => {
  it('AZURE-47 shows it, and lets the VM start no more', async () => {
    const path = await aVmThatIs('deallocated');
    await arm.send('POST', `${path}/generalize`);
    expect((await arm.send('POST', `${path}/generalize`)).status).toBe(200);
    expect(codesOf(await arm.ok('GET', `${path}/instanceView`))).toEqual([
      'ProvisioningState/succeeded',
      'PowerState/deallocated',
      'OSState/generalized',
    ]);
    const { status, body } = await arm.send('POST', `${path}/start`);
    expect([status, body.error.code, body.error.message]).toEqual([
      409,
      'OperationNotAllowed',
      expect.stringContaining('generalized'),
    ]);
  });
});

describe('simulateEviction', () => {
  const spot = (evictionPolicy?: string) => ({
    additionalCapabilities: {},
    priority: 'Spot',
    ...(evictionPolicy === undefined ? {} : { evictionPolicy }),
  });

  it('AZURE-48 deallocates a Spot VM, and cannot evict it twice', async () => {
    const path = await aVmThatIs('running', spot());
    expect((await arm.send('POST', `${path}/simulateEviction`)).status).toBe(204);
    await arm.settled();
    expect(await powerOf(path)).toBe('deallocated');
    expect((await arm.send('POST', `${path}/simulateEviction`)).body.error.code).toBe('OperationNotAllowed');
  });

  it('AZURE-48 deletes it where its policy says so', async () => {
    const path = await aVmThatIs('running', spot('Delete'));
    const { name } = (await arm.ok('GET', path)).properties.storageProfile.osDisk;
    expect((await arm.send('POST', `${path}/simulateEviction`)).status).toBe(204);
    await arm.settled();
    expect((await arm.send('GET', path)).status).toBe(404);
    expect((await arm.ok('GET', disk('actions', name))).properties.diskState).toBe('Unattached');
  });
});

describe('resize', () => {
  const toSize = (vmSize: string) => ({ properties: { hardwareProfile: { vmSize } } });

  it('AZURE-46 restarts a running VM in its new size, as an operation', async () => {
    const path = await aVmThatIs('running');
    const [host, bootId] = [await hostOf(path), await bootIdOf(path)];
    const answer = await arm.send('PATCH', path, toSize('Standard_D4s_v5'));
    expect([answer.status, answer.body.properties.provisioningState]).toEqual([200, 'Updating']);
    expect(answer.body.properties.hardwareProfile.vmSize).toBe('Standard_D4s_v5');
    await arm.settled();
    const poll = await arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');
    expect(poll.status).toBe('Succeeded');
    const { properties } = await arm.ok('GET', path);
    expect([properties.provisioningState, properties.hardwareProfile.vmSize]).toEqual([
      'Succeeded',
      'Standard_D4s_v5',
    ]);
    expect([await hostOf(path), await powerOf(path)]).toEqual([host, 'running']);
    expect(await bootIdOf(path)).not.toBe(bootId);
    expect(await brokenPromises(arm.database)).toEqual([]);
  });

  it('AZURE-46 by a PUT of the whole document; a stopped VM stays off', async () => {
    const path = await aVmThatIs('stopped');
    const document = await arm.ok('GET', path);
    document.properties.hardwareProfile.vmSize = 'Standard_D4s_v5';
    const answer = await arm.send('PUT', path, document);
    expect([answer.status, typeof answer.headers['azure-asyncoperation']]).toEqual([200, 'string']);
    await arm.settled();
    expect([await powerOf(path), (await arm.ok('GET', path)).properties.hardwareProfile.vmSize]).toEqual([
      'stopped',
      'Standard_D4s_v5',
    ]);
    await act(arm, `${path}/start`);
    expect(await powerOf(path)).toBe('running');
    expect(await brokenPromises(arm.database)).toEqual([]);
  });

  it('AZURE-46 without room it fails with AllocationFailed, and the VM runs on as it was', async () => {
    const path = await aVmThatIs('running');
    const before = [await hostOf(path), await bootIdOf(path)];
    await arm.database.query('update host set vcpus = used_vcpus + 1');
    const answer = await arm.send('PATCH', path, toSize('Standard_D4s_v5'));
    await arm.settled();
    await arm.database.query('update host set vcpus = 64');
    const poll = await arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');
    expect([poll.status, poll.error.code]).toEqual(['Failed', 'AllocationFailed']);
    expect([await hostOf(path), await bootIdOf(path)]).toEqual(before);
    expect((await arm.ok('GET', path)).properties.hardwareProfile.vmSize).toBe('Standard_D2s_v5');
    expect(await brokenPromises(arm.database)).toEqual([]);
  });

  it('AZURE-46 of a deallocated VM is over at once', async () => {
    const path = await aVmThatIs('deallocated');
    const answer = await arm.send('PATCH', path, toSize('Standard_D4s_v5'));
    expect([
      answer.status,
      answer.headers['azure-asyncoperation'],
      answer.body.properties.provisioningState,
      answer.body.properties.hardwareProfile.vmSize,
    ]).toEqual([200, undefined, 'Succeeded', 'Standard_D4s_v5']);
  });

  it.each(['running', 'deallocated'] as const)(
    'AZURE-7 TORPOR-3 a %s VM with hibernation gets no size that cannot hibernate',
    async (state) => {
      const path = await aVmThatIs(state);
      const before = await arm.snapshot();
      const { status, body } = await arm.send('PATCH', path, toSize('Standard_D2s_v3'));
      expect([status, body.error.code, body.error.additionalInfo[0].info.rule]).toEqual([
        409,
        'OperationNotAllowed',
        'AZURE-7',
      ]);
      expect(await arm.snapshot()).toBe(before);
    },
  );
});
