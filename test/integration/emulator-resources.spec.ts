import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { hibernateVmPipeline } from '#libs/hibernation';
import { HOST_GENERATIONS } from '#libs/hosts';
import { GUEST_PROFILES } from '#libs/linux-guest';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { HostRecovery } from '../../src/hosts/host-recovery.js';
import { seedBuiltInPolicies } from '../../src/policies/seed-built-ins.js';
import {
  databaseSnapshot,
  EMULATOR_PATH,
  EmulatorApp,
  HOST_BODY,
  namesOf,
  refusalCode,
  vmPath,
} from '../world/emulator-app.js';
import { vmNamed } from '../world/stored-cloud.js';

const HOST = HOST_BODY;
const CAPACITY = HOST.properties.capacity;

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
});
afterAll(() => emulator.close());

async function properties(path: string) {
  return (await emulator.send('GET', path)).body.properties;
}

describe('hosts', () => {
  it('are registered, changed, read and listed', async () => {
    const created = await emulator.send('PUT', 'hosts/Rack-1', HOST);
    const document = {
      id: `${EMULATOR_PATH}/hosts/Rack-1`,
      name: 'Rack-1',
      type: 'Torpor.Emulator/hosts',
      properties: {
        cluster: 'default',
        generation: HOST_GENERATIONS['intel-ice-lake'],
        capacity: CAPACITY,
        used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
        state: 'available',
        virtualMachines: [],
      },
    };
    expect([created.status, created.body]).toEqual([201, document]);
    const larger = { ...CAPACITY, vcpus: 128 };
    const changed = await emulator.send('PUT', 'HOSTS/rack-1', {
      ...document,
      properties: { cluster: 'north', generation: 'amd-milan', capacity: larger },
    });
    expect([changed.status, changed.body.id, changed.body.properties]).toEqual([
      200,
      document.id,
      {
        ...document.properties,
        cluster: 'north',
        generation: HOST_GENERATIONS['amd-milan'],
        capacity: larger,
      },
    ]);
    expect((await emulator.send('GET', 'hosts/RACK-1')).body).toEqual(changed.body);
    await emulator.send('PUT', 'hosts/another', HOST);
    expect(namesOf(await emulator.send('GET', 'hosts'))).toEqual(['another', 'Rack-1']);
    expect(namesOf(await emulator.send('GET', 'hostGenerations'))).toEqual(
      Object.keys(HOST_GENERATIONS).toSorted(),
    );
    expect((await emulator.send('DELETE', 'hosts/ANOTHER')).status).toBe(200);
    expect((await emulator.send('DELETE', 'hosts/another')).status).toBe(204);
    expect((await emulator.send('DELETE', 'hosts/rack-1')).status).toBe(200);
    expect(refusalCode(await emulator.send('GET', 'hosts/rack-1'))).toBe('host-not-found');
  });

  it('TORPOR-14 keep what VMs on them rely on', async () => {
    await emulator.send('PUT', 'hosts/only', HOST);
    await emulator.createVms(['tenant']);
    const host = await properties('hosts/only');
    expect(host.virtualMachines).toEqual([{ id: vmPath('tenant'), name: 'tenant', powerState: 'running' }]);
    const before = await databaseSnapshot(emulator.cloud.database);
    const refused = await Promise.all([
      emulator.send('DELETE', 'hosts/only'),
      emulator.send('PUT', 'hosts/only', { properties: { ...HOST.properties, generation: 'amd-rome' } }),
      emulator.send('PUT', 'hosts/only', { properties: { ...HOST.properties, cluster: 'south' } }),
      emulator.send('PUT', 'hosts/only', {
        properties: { ...HOST.properties, capacity: { ...CAPACITY, vcpus: 1 } },
      }),
    ]);
    expect(refused.map((answer) => [answer.status, refusalCode(answer)])).toEqual(
      Array.from({ length: 4 }, () => [409, 'host-in-use']),
    );
    expect(refused[0]?.body.error.message).toContain('tenant');
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

  it('TORPOR-14 take nothing while they are drained', async () => {
    const drained = await emulator.send('POST', 'hosts/only/drain');
    expect([drained.status, drained.body.properties.state]).toEqual([200, 'draining']);
    expect((await emulator.send('POST', 'hosts/only/drain')).status).toBe(200);
    await emulator.createVms(['homeless']);
    const [operation] = (await emulator.send('GET', 'operations?vm=homeless')).body.value;
    expect(operation.properties).toMatchObject({ status: 'failed', error: { armCode: expect.any(String) } });
    expect((await emulator.send('POST', 'hosts/only/undrain')).body.properties.state).toBe('available');
  });

  it('TORPOR-4 fail, and their VMs are taken off them', async () => {
    await emulator.createVms(['neighbour']);
    emulator.queue.pause();
    const held = await emulator.cloud.begin.begin({
      vm: vmNamed('neighbour'),
      pipeline: hibernateVmPipeline,
      change: 'hibernating',
    });
    const failed = await emulator.send('POST', 'hosts/only/fail');
    expect([failed.status, failed.body.properties.state, failed.body.properties.operations]).toEqual([
      200,
      'down',
      [expect.any(String)],
    ]);
    const [recovery] = failed.body.properties.operations;
    expect(await properties(`operations/${recovery}`)).toMatchObject({
      pipeline: 'recover-vm',
      vmName: 'tenant',
      status: 'running',
    });
    const again = await emulator.send('POST', 'hosts/only/fail');
    expect([again.status, again.body.properties.operations]).toEqual([200, []]);
    for (const action of ['drain', 'undrain']) {
      expect(refusalCode(await emulator.send('POST', `hosts/only/${action}`))).toBe('host-down');
    }
    expect(refusalCode(await emulator.send('POST', 'hosts/only/repair'))).toBe('host-in-use');
    emulator.queue.resume();
    await emulator.settled();
    expect(await properties(`operations/${recovery}`)).toMatchObject({ status: 'succeeded' });
    expect(await properties(`operations/${held.operationId}`)).toMatchObject({ status: 'succeeded' });
    expect(await properties('hosts/only')).toMatchObject({
      used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
      virtualMachines: [],
    });
    expect((await emulator.send('POST', 'hosts/only/repair')).body.properties.state).toBe('available');
    expect((await emulator.send('POST', 'hosts/only/repair')).status).toBe(200);
  });

  it('TORPOR-9 are emptied by the reconciler of what operations have left on them', async () => {
    await emulator.createVms(['straggler']);
    await emulator.cloud.database.query(`update host set state = 'down' where name_key = 'only'`);
    const recovery = emulator.app.get(HostRecovery, { strict: false });
    await recovery.reconcile();
    await emulator.settled();
    expect((await properties('hosts/only')).virtualMachines).toEqual([]);
    const [first] = (await emulator.send('GET', 'operations?vm=straggler')).body.value;
    expect(first.properties).toMatchObject({ pipeline: 'recover-vm', status: 'succeeded' });
    await emulator.send('POST', 'hosts/only/repair');
    await recovery.reconcile();
    expect((await properties('hosts/only')).state).toBe('available');
  });
});

describe('policies', () => {
  const { name: _name, ...azure } = BUILT_IN_POLICIES.azure;
  const own = { ...azure, description: 'ours', removeVfsBeforeHibernation: false };

  it('are there from the start, azure in force, however often they are seeded', async () => {
    const before = await emulator.send('GET', 'policies');
    expect(before.body.value.map(({ name, properties: { isActive } }: never) => [name, isActive])).toEqual([
      ['azure', true],
      ['local-hyperv', false],
      ['none', false],
    ]);
    await Promise.all([1, 2, 3].map(() => seedBuiltInPolicies(emulator.cloud.database)));
    expect((await emulator.send('GET', 'policies')).body).toEqual(before.body);
    expect(await properties('policies/AZURE')).toEqual({
      ...azure,
      version: 1,
      isBuiltIn: true,
      isActive: true,
    });
  });

  it('are made, changed by version, put in force and deleted', async () => {
    const made = await emulator.send('PUT', 'policies/Ours', { properties: own });
    expect([made.status, made.body.properties]).toEqual([
      201,
      { ...own, version: 1, isBuiltIn: false, isActive: false },
    ]);
    const echoed = await emulator.send('PUT', 'policies/ours', made.body);
    expect([echoed.status, echoed.body]).toEqual([200, made.body]);
    const changed = await emulator.send('PUT', 'policies/ours', {
      properties: { ...own, description: 'new' },
    });
    expect(changed.body.properties).toMatchObject({ description: 'new', version: 2 });
    expect((await emulator.send('POST', 'policies/OURS/activate')).body.properties.isActive).toBe(true);
    expect((await properties('policies/azure')).isActive).toBe(false);
    expect(refusalCode(await emulator.send('DELETE', 'policies/ours'))).toBe('policy-in-use');
    await emulator.send('POST', 'policies/azure/activate');
    expect((await emulator.send('DELETE', 'policies/ours')).status).toBe(200);
    expect((await emulator.send('DELETE', 'policies/ours')).status).toBe(204);
    expect(refusalCode(await emulator.send('POST', 'policies/ours/activate'))).toBe('policy-not-found');
  });

  it('TORPOR-15 are refused with every fault', async () => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const { status, body } = await emulator.send('PUT', 'policies/faulty', {
      properties: { ...own, removeVfs: true, devices: { ...own.devices, nic: { kind: 'fixed' } } },
    });
    expect([status, body.error.details.map(({ target }: { target: string }) => target)]).toEqual([
      400,
      ['properties.removeVfs', 'properties.devices.nic.kind'],
    ]);
    for (const method of ['PUT', 'DELETE'] as const) {
      const answer = await emulator.send(
        method,
        'policies/azure',
        method === 'PUT' ? { properties: own } : undefined,
      );
      expect([answer.status, refusalCode(answer)]).toEqual([409, 'policy-in-use']);
    }
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });
});

describe('guest profiles', () => {
  it('are there from the start, however often they are seeded', async () => {
    const before = await emulator.send('GET', 'guestProfiles');
    expect(namesOf(before).toSorted()).toEqual(GUEST_PROFILES.map(({ name }) => name).toSorted());
    await Promise.all([1, 2, 3].map(() => seedBuiltInProfiles(emulator.cloud.database)));
    expect((await emulator.send('GET', 'guestProfiles')).body).toEqual(before.body);
  });

  it('are made with sensible members, changed and deleted', async () => {
    const made = await emulator.send('PUT', 'guestProfiles/Mine', {
      properties: { distribution: 'Mine 1', kernelVersion: '6.13.4-custom' },
    });
    const { name: _name, ...ordinary } = GUEST_PROFILES[0] ?? {};
    const expected = {
      ...ordinary,
      distribution: 'Mine 1',
      kernelVersion: '6.13.4-custom',
      isBuiltIn: false,
    };
    expect([made.status, made.body.properties]).toEqual([201, expected]);
    const changed = await emulator.send('PUT', 'guestProfiles/MINE', {
      ...made.body,
      properties: { ...made.body.properties, swapMib: 0 },
    });
    expect([changed.status, changed.body.name, changed.body.properties.swapMib]).toEqual([200, 'Mine', 0]);
    expect((await emulator.send('DELETE', 'guestProfiles/mine')).status).toBe(200);
    expect((await emulator.send('DELETE', 'guestProfiles/mine')).status).toBe(204);
  });

  it('that are built in stay as they are', async () => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const body = { properties: { distribution: 'x', kernelVersion: '6.8' } };
    expect(refusalCode(await emulator.send('PUT', 'guestProfiles/Debian-12', body))).toBe('profile-built-in');
    expect(refusalCode(await emulator.send('DELETE', 'guestProfiles/debian-12'))).toBe('profile-built-in');
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });
});
