import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import { GUEST_PROFILES } from '#libs/linux-guest';
import { hibernateVmPipeline } from '#libs/hibernation';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { HostRecovery } from '../../src/hosts/host-recovery.js';
import { seedBuiltInPolicies } from '../../src/policies/seed-built-ins.js';
import { type Answer, databaseSnapshot, EMULATOR_PATH, EmulatorApp, vmPath } from '../world/emulator-app.js';
import { SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

const CAPACITY = { vcpus: 64, memoryMib: 262_144, vfSlots: 8 };
const HOST = { properties: { generation: 'intel-ice-lake', capacity: CAPACITY } };

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
});
afterAll(() => emulator.close());

const refusalCode = ({ body }: Answer): string => body.error.additionalInfo[0].info.code;
const namesOf = ({ body }: Answer): string[] => body.value.map(({ name }: { name: string }) => name);

async function properties(path: string) {
  return (await emulator.send('GET', path)).body.properties;
}

const emulationOf = (vm: string): string => `${vmPath(vm)}/providers/Torpor.Emulator/emulation/default`;

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

describe('the emulation of a VM', () => {
  beforeAll(() => emulator.createVms(['guest']));

  it('shows what was set and what came of it', async () => {
    const { body } = await emulator.send('GET', emulationOf('GUEST'));
    expect(body).toEqual({
      id: emulationOf('guest'),
      name: 'default',
      type: 'Torpor.Emulator/emulation',
      properties: {
        policy: null,
        policyInForce: 'azure',
        guestProfile: 'ubuntu-24.04',
        guestOverrides: {},
        awaitingBoot: [],
        placement: { strategy: 'spread' },
        hostName: 'only',
        bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        devices: expect.any(Array),
        sysfs: { powerDisk: '[platform] shutdown reboot suspend test_resume', vmbusHibernation: '1' },
      },
    });
    expect(body.properties.devices).toContainEqual({
      slot: 'scsi 0',
      classGuid: expect.any(String),
      instanceGuid: 'f8b3781a-1e82-4818-a1c3-63d806ec15bb',
    });
  });

  it('is changed member by member and sent back as it was read', async () => {
    const changed = await emulator.send('PUT', emulationOf('guest'), {
      properties: {
        policy: 'Local-HyperV',
        guestProfile: 'Debian-12',
        guestOverrides: { hibernationAvailable: false, uioSlots: ['nic 1'] },
        placement: { strategy: 'pack', hostName: 'ONLY', cluster: 'default' },
      },
    });
    expect([changed.status, changed.body.properties]).toMatchObject([
      200,
      {
        policy: 'local-hyperv',
        policyInForce: 'local-hyperv',
        guestProfile: 'debian-12',
        guestOverrides: { hibernationAvailable: false, uioSlots: ['nic 1'] },
        awaitingBoot: ['distribution', 'kernelVersion', 'uioSlots'],
        placement: { strategy: 'pack', hostName: 'only', cluster: 'default' },
        sysfs: { powerDisk: '[disabled]', vmbusHibernation: '1' },
      },
    ]);
    expect(refusalCode(await emulator.send('DELETE', 'policies/local-hyperv'))).toBe('policy-in-use');
    const echoed = await emulator.send('PUT', emulationOf('guest'), changed.body);
    expect(echoed.body).toEqual(changed.body);
    const partly = await emulator.send('PUT', emulationOf('guest'), {
      properties: { policy: null, guestOverrides: {} },
    });
    expect(partly.body.properties).toMatchObject({
      policy: null,
      policyInForce: 'azure',
      guestProfile: 'debian-12',
      guestOverrides: {},
      placement: { strategy: 'pack', hostName: 'only', cluster: 'default' },
    });
  });

  it.each([
    [{ policy: 'nope' }, 'policy-not-found', 'properties.policy'],
    [{ guestProfile: 'nope' }, 'profile-not-found', 'properties.guestProfile'],
    [{ placement: { hostName: 'nope' } }, 'host-not-found', 'properties.placement.hostName'],
    [{ placement: { cluster: 'nope' } }, 'cluster-not-found', 'properties.placement.cluster'],
  ])('TORPOR-3 is not changed by halves: %j', async (wrong, code, target) => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const answer = await emulator.send('PUT', emulationOf('guest'), {
      properties: { guestOverrides: { swapMib: 7 }, ...wrong },
    });
    expect([answer.status, refusalCode(answer), answer.body.error.target]).toEqual([404, code, target]);
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

  it('INITIATE-1 MOVE-12 lets the guest hibernate by itself', async () => {
    emulator.queue.pause();
    const accepted = await emulator.send(
      'POST',
      `${vmPath('guest')}/providers/Torpor.Emulator/guestHibernate`,
    );
    expect([accepted.status, accepted.body]).toEqual([202, undefined]);
    const id = String(accepted.headers['x-ms-request-id']);
    expect(accepted.headers['azure-asyncoperation']).toContain(
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/eastus/operations/${id}?`,
    );
    const busy = await emulator.send('PUT', emulationOf('guest'), { properties: { policy: null } });
    expect([busy.status, refusalCode(busy)]).toEqual([409, 'vm-busy']);
    emulator.queue.resume();
    await emulator.settled();
    expect(await properties(`operations/${id}`)).toMatchObject({
      pipeline: 'self-hibernate-vm',
      status: 'succeeded',
    });
    const after = await properties(emulationOf('guest'));
    expect(after.hibernation.image.bytes).toBeGreaterThan(0);
    expect([after.bootId, after.sysfs]).toEqual([undefined, undefined]);
  });

  it('belongs to a VM that exists', async () => {
    const answers = await Promise.all([
      emulator.send('GET', emulationOf('nobody')),
      emulator.send('PUT', emulationOf('nobody'), { properties: {} }),
      emulator.send('POST', `${vmPath('nobody')}/providers/Torpor.Emulator/guestHibernate`),
      emulator.send('GET', emulationOf('guest').replace('/night-shift/', '/day-shift/')),
    ]);
    expect(answers.map((answer) => [answer.status, refusalCode(answer)])).toEqual([
      [404, 'vm-not-found'],
      [404, 'vm-not-found'],
      [404, 'vm-not-found'],
      [404, 'group-not-found'],
    ]);
  });
});

describe('the clock', () => {
  it('TORPOR-13 is advanced by command in manual mode only, and wakes what waits', async () => {
    expect(await properties('clock/default')).toMatchObject({ mode: 'immediate' });
    const forbidden = await emulator.send('POST', 'clock/default/advance', { milliseconds: 1 });
    expect([forbidden.status, refusalCode(forbidden)]).toEqual([409, 'clock-mode-forbids']);
    const manual = (await emulator.send('PUT', 'clock/default', { properties: { mode: 'manual' } })).body;
    expect(manual.properties).toEqual({
      mode: 'manual',
      emulatedMs: expect.any(Number),
      emulatedTime: new Date(manual.properties.emulatedMs).toISOString(),
    });
    expect((await emulator.send('PUT', 'clock/default', manual)).body).toEqual(manual);

    await emulator.createVms(['sleeper']);
    const [begun] = (await emulator.send('GET', 'operations?vm=sleeper')).body.value;
    const { emulatedMs } = manual.properties;
    expect(begun.properties).toMatchObject({ status: 'running', waitUntilMs: emulatedMs + 4_000, tookMs: 0 });
    const advanced = await emulator.send('POST', 'clock/default/advance', { milliseconds: 4_000 });
    expect(advanced.body.properties.emulatedMs).toBe(emulatedMs + 4_000);
    await emulator.settled();
    const booting = await properties(`operations/${begun.name}`);
    expect(booting).toMatchObject({ status: 'running', tookMs: 4_000 });
    expect(booting.steps.map(({ name, status }: never) => [name, status])).toContainEqual([
      'boot-guest',
      'waiting',
    ]);
  });

  it('TORPOR-13 goes on from where it is when its mode changes, and nothing keeps waiting', async () => {
    const { emulatedMs } = await properties('clock/default');
    const scaled = await emulator.send('PUT', 'clock/default', {
      properties: { mode: 'scaled', factor: 0.001 },
    });
    expect(scaled.body.properties).toMatchObject({ mode: 'scaled', factor: 0.001, emulatedMs });
    emulator.queue.pause();
    await emulator.send('PUT', 'clock/default', { properties: { mode: 'immediate' } });
    emulator.queue.resume();
    await emulator.settled();
    const [ended] = (await emulator.send('GET', 'operations?vm=sleeper')).body.value;
    expect(ended.properties.status).toBe('succeeded');
  });
});

describe('operations', () => {
  it('TORPOR-24 tell step by step what they did and why', async () => {
    const [listed] = (await emulator.send('GET', 'operations?vm=SLEEPER&top=1')).body.value;
    const { body } = await emulator.send('GET', `operations/${listed.name}`);
    expect([body.id, body.type]).toEqual([
      `${EMULATOR_PATH}/operations/${listed.name}`,
      'Torpor.Emulator/operations',
    ]);
    expect(body.properties).toMatchObject({
      pipeline: 'create-vm',
      status: 'succeeded',
      resourceId: vmPath('sleeper'),
      vmName: 'sleeper',
      createdTime: expect.any(String),
      endTime: expect.any(String),
    });
    const [claim, place] = body.properties.steps;
    expect(claim).toEqual({
      name: 'claim-vm',
      zone: 'compensatable',
      rules: ['TORPOR-2', 'MOVE-1'],
      status: 'done',
      startedAtMs: 0,
      endedAtMs: 0,
      output: 'creating',
    });
    expect(place.output).toMatchObject({ hostName: 'only', ranking: [{ hostName: 'only' }], rejected: [] });
    const listedPlace = listed.properties.steps[1];
    expect([listedPlace.status, listedPlace.output]).toEqual(['done', undefined]);
    expect(body.properties.log).toBeUndefined();
    const { log } = await properties(`operations/${listed.name}?$expand=log`);
    expect(log[0]).toMatchObject({ seq: 1, event: { kind: 'started', step: 'claim-vm' } });
  });

  it('are listed newest first, by status and VM, page by page', async () => {
    const all = await emulator.send('GET', 'operations');
    const times = all.body.value.map(({ properties: { createdTime } }: never) => createdTime);
    expect(times).toEqual(times.toSorted().toReversed());
    const pages: string[] = [];
    let next = `operations?$top=4`;
    while (next !== '') {
      const page = await emulator.send('GET', next);
      pages.push(...namesOf(page));
      const link = page.body.nextLink === undefined ? undefined : new URL(page.body.nextLink);
      next = link === undefined ? '' : `${link.pathname}${link.search}`;
    }
    expect(pages).toEqual(namesOf(all));
    const failed = await emulator.send('GET', 'operations?status=failed');
    expect(failed.body.value.map(({ properties: { vmName } }: never) => vmName)).toEqual(['homeless']);
    expect((await emulator.send('GET', 'operations?vm=nobody')).body).toEqual({ value: [] });
  });

  it('TORPOR-18 are cancelled before their pivot and not after', async () => {
    await emulator.send('PUT', 'clock/default', { properties: { mode: 'manual' } });
    await emulator.createVms(['doomed']);
    const [begun] = (await emulator.send('GET', 'operations?vm=doomed')).body.value;
    const cancelled = await emulator.send('POST', `operations/${begun.name}/cancel`);
    expect([cancelled.status, cancelled.body.properties.isCancelRequested]).toEqual([200, true]);
    expect((await emulator.send('POST', `operations/${begun.name}/cancel`)).status).toBe(200);
    await emulator.send('PUT', 'clock/default', { properties: { mode: 'immediate' } });
    await emulator.settled();
    const ended = await properties(`operations/${begun.name}`);
    expect(ended).toMatchObject({
      status: 'canceled',
      error: { code: 'operation-cancelled', armCode: 'Canceled' },
    });
    expect(ended.steps.map(({ name, status }: never) => `${name} ${status}`)).toEqual([
      'claim-vm undone',
      'place undone',
      'create-hyperv-vm undone',
      'attach-disks undone',
      'boot-guest pending',
      'offer-vfs pending',
      'mark-running pending',
    ]);
    const late = await emulator.send('POST', `operations/${begun.name}/cancel`);
    expect([late.status, refusalCode(late)]).toEqual([409, 'operation-not-cancellable']);
  });

  it('TORPOR-18 cannot be cancelled once the guest is on its way to S4', async () => {
    await emulator.send('PUT', 'clock/default', { properties: { mode: 'manual' } });
    const { operationId } = await emulator.cloud.begin.begin({
      vm: vmNamed('sleeper'),
      pipeline: hibernateVmPipeline,
      change: 'hibernating',
    });
    await emulator.settled();
    const refused = await emulator.send('POST', `operations/${operationId}/cancel`);
    expect([refused.status, refusalCode(refused)]).toEqual([409, 'operation-not-cancellable']);
    expect(refused.body.error.message).toContain('await-s4');
    await emulator.send('PUT', 'clock/default', { properties: { mode: 'immediate' } });
    await emulator.settled();
    expect(await properties(`operations/${operationId}`)).toMatchObject({ status: 'succeeded' });
  });

  it.each(['00000000-0000-0000-0000-000000000000', 'not-an-id', '%27%3B--'])('%s is not one', async (id) => {
    const answers = await Promise.all([
      emulator.send('GET', `operations/${id}`),
      emulator.send('POST', `operations/${id}/cancel`),
    ]);
    expect(answers.map((answer) => [answer.status, refusalCode(answer)])).toEqual([
      [404, 'operation-not-found'],
      [404, 'operation-not-found'],
    ]);
  });
});

describe('bad input', () => {
  const host = (change: object) => ({ properties: { ...HOST.properties, ...change } });
  const capacity = (change: object) => host({ capacity: { ...CAPACITY, ...change } });
  const job = (change: object) => ({
    properties: { action: 'start', select: { resourceGroup: 'night-shift' }, ...change },
  });
  const select = (selection: unknown) => job({ select: selection });
  const profile = (change: object) => ({
    properties: { distribution: 'Mine', kernelVersion: '6.8', ...change },
  });
  const clock = (change: object) => ({ properties: { mode: 'manual', ...change } });
  const vm = { resourceGroup: 'night-shift', name: 'guest' };

  it.each<[string, 'PUT' | 'POST' | 'GET', string, unknown, string, string | undefined]>([
    ['no body', 'PUT', 'hosts/h', undefined, 'invalid-body', undefined],
    ['a list for a body', 'PUT', 'hosts/h', [], 'invalid-body', undefined],
    ['no properties', 'PUT', 'hosts/h', {}, 'invalid-body', 'properties'],
    ['a member of no document', 'PUT', 'hosts/h', { ...HOST, tags: {} }, 'unknown-member', 'tags'],
    [
      'an unknown generation',
      'PUT',
      'hosts/h',
      host({ generation: 'z80' }),
      'invalid-body',
      'properties.generation',
    ],
    ['no capacity', 'PUT', 'hosts/h', host({ capacity: undefined }), 'invalid-body', 'properties.capacity'],
    ['no vCPUs', 'PUT', 'hosts/h', capacity({ vcpus: 0 }), 'invalid-body', 'properties.capacity.vcpus'],
    ['half a vCPU', 'PUT', 'hosts/h', capacity({ vcpus: 0.5 }), 'invalid-body', 'properties.capacity.vcpus'],
    [
      'vCPUs as text',
      'PUT',
      'hosts/h',
      capacity({ vcpus: '8' }),
      'invalid-body',
      'properties.capacity.vcpus',
    ],
    [
      'bytes for MiB',
      'PUT',
      'hosts/h',
      capacity({ memoryMib: 2 ** 38 }),
      'invalid-body',
      'properties.capacity.memoryMib',
    ],
    [
      'VF slots below zero',
      'PUT',
      'hosts/h',
      capacity({ vfSlots: -1 }),
      'invalid-body',
      'properties.capacity.vfSlots',
    ],
    [
      'a misspelt capacity',
      'PUT',
      'hosts/h',
      capacity({ ram: 1 }),
      'unknown-member',
      'properties.capacity.ram',
    ],
    [
      'a cluster that is no name',
      'PUT',
      'hosts/h',
      host({ cluster: 'a b' }),
      'invalid-name',
      'properties.cluster',
    ],
    ['a host that is no name', 'PUT', 'hosts/-h', HOST, 'invalid-name', 'hostName'],
    ['a host with too long a name', 'PUT', `hosts/${'h'.repeat(81)}`, HOST, 'invalid-name', 'hostName'],
    [
      'a policy that is no object',
      'PUT',
      'policies/p',
      { properties: 'azure' },
      'invalid-body',
      'properties',
    ],
    ['an empty policy', 'PUT', 'policies/p', { properties: {} }, 'policy-invalid', 'properties.description'],
    [
      'a policy named twice',
      'PUT',
      'policies/p',
      { properties: { name: 'q' } },
      'policy-invalid',
      'properties.name',
    ],
    [
      'no kernel',
      'PUT',
      'guestProfiles/g',
      profile({ kernelVersion: undefined }),
      'invalid-body',
      'properties.kernelVersion',
    ],
    [
      'a kernel without a number',
      'PUT',
      'guestProfiles/g',
      profile({ kernelVersion: 'latest' }),
      'invalid-body',
      'properties.kernelVersion',
    ],
    [
      'an unknown architecture',
      'PUT',
      'guestProfiles/g',
      profile({ architecture: 'z80' }),
      'invalid-body',
      'properties.architecture',
    ],
    [
      'a flag as text',
      'PUT',
      'guestProfiles/g',
      profile({ hasResumeParameter: 'yes' }),
      'invalid-body',
      'properties.hasResumeParameter',
    ],
    [
      'swap below zero',
      'PUT',
      'guestProfiles/g',
      profile({ swapMib: -1 }),
      'invalid-body',
      'properties.swapMib',
    ],
    [
      'a slot that is none',
      'PUT',
      'guestProfiles/g',
      profile({ uioSlots: ['nic'] }),
      'invalid-body',
      'properties.uioSlots[0]',
    ],
    [
      'a slot named twice',
      'PUT',
      'guestProfiles/g',
      profile({ uioSlots: ['nic 0', 'nic 0'] }),
      'invalid-body',
      'properties.uioSlots',
    ],
    [
      'an unknown kind',
      'PUT',
      'guestProfiles/g',
      profile({ kindsWithoutDriver: ['usb'] }),
      'invalid-body',
      'properties.kindsWithoutDriver[0]',
    ],
    [
      'a misspelt member',
      'PUT',
      'guestProfiles/g',
      profile({ swap: 1 }),
      'unknown-member',
      'properties.swap',
    ],
    ['an unknown mode', 'PUT', 'clock/default', clock({ mode: 'fast' }), 'invalid-body', 'properties.mode'],
    [
      'scaled without a factor',
      'PUT',
      'clock/default',
      clock({ mode: 'scaled' }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'a factor without scaled',
      'PUT',
      'clock/default',
      clock({ factor: 2 }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'a clock that stands still',
      'PUT',
      'clock/default',
      clock({ mode: 'scaled', factor: 0 }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'an advance by nothing',
      'POST',
      'clock/default/advance',
      { milliseconds: 0 },
      'invalid-body',
      'milliseconds',
    ],
    [
      'an advance backwards',
      'POST',
      'clock/default/advance',
      { milliseconds: -5 },
      'invalid-body',
      'milliseconds',
    ],
    [
      'an advance as text',
      'POST',
      'clock/default/advance',
      { milliseconds: '1h' },
      'invalid-body',
      'milliseconds',
    ],
    ['an unknown action', 'PUT', 'jobs/j', job({ action: 'explode' }), 'invalid-body', 'properties.action'],
    ['no selection', 'PUT', 'jobs/j', select(undefined), 'invalid-body', 'properties.select'],
    ['an empty selection', 'PUT', 'jobs/j', select({}), 'invalid-body', 'properties.select'],
    [
      'no VMs',
      'PUT',
      'jobs/j',
      select({ virtualMachines: [] }),
      'invalid-body',
      'properties.select.virtualMachines',
    ],
    [
      'a VM twice',
      'PUT',
      'jobs/j',
      select({ virtualMachines: [vm, { ...vm, name: 'GUEST' }] }),
      'invalid-body',
      'properties.select.virtualMachines[1]',
    ],
    [
      'a VM without a group',
      'PUT',
      'jobs/j',
      select({ virtualMachines: [{ name: 'guest' }] }),
      'invalid-body',
      'properties.select.virtualMachines[0].resourceGroup',
    ],
    [
      'names and criteria',
      'PUT',
      'jobs/j',
      select({ virtualMachines: [vm], size: 'x' }),
      'invalid-body',
      'properties.select.size',
    ],
    [
      'an unknown power state',
      'PUT',
      'jobs/j',
      select({ powerState: 'asleep' }),
      'invalid-body',
      'properties.select.powerState',
    ],
    ['no concurrency', 'PUT', 'jobs/j', job({ concurrency: 0 }), 'invalid-body', 'properties.concurrency'],
    [
      'too much concurrency',
      'PUT',
      'jobs/j',
      job({ concurrency: 1_001 }),
      'invalid-body',
      'properties.concurrency',
    ],
    ['no rate', 'PUT', 'jobs/j', job({ ratePerMinute: 0 }), 'invalid-body', 'properties.ratePerMinute'],
    [
      'a start time that is none',
      'PUT',
      'jobs/j',
      job({ startTime: '8 am' }),
      'invalid-body',
      'properties.startTime',
    ],
    [
      'no attempts',
      'PUT',
      'jobs/j',
      job({ retry: { attempts: 0 } }),
      'invalid-body',
      'properties.retry.attempts',
    ],
    ['a misspelt member of a job', 'PUT', 'jobs/j', job({ rate: 1 }), 'unknown-member', 'properties.rate'],
    ['a job that is no name', 'PUT', 'jobs/a%20b', job({}), 'invalid-name', 'jobName'],
    ['an unknown status', 'GET', 'operations?status=odd', undefined, 'invalid-parameter', 'status'],
    ['a top of nothing', 'GET', 'operations?top=0', undefined, 'invalid-parameter', 'top'],
    ['a foreign token', 'GET', 'operations?$skiptoken=MTpmb28', undefined, 'invalid-parameter', '$skiptoken'],
    ['an unknown expansion', 'GET', 'operations/x?$expand=all', undefined, 'invalid-parameter', '$expand'],
    [
      'an unknown override',
      'PUT',
      `${emulationOf('guest')}`,
      { properties: { guestOverrides: { name: 'x' } } },
      'unknown-member',
      'properties.guestOverrides.name',
    ],
    [
      'an override out of range',
      'PUT',
      `${emulationOf('guest')}`,
      { properties: { guestOverrides: { swapMib: -1 } } },
      'invalid-body',
      'properties.guestOverrides.swapMib',
    ],
    [
      'an unknown strategy',
      'PUT',
      `${emulationOf('guest')}`,
      { properties: { placement: { strategy: 'best' } } },
      'invalid-body',
      'properties.placement.strategy',
    ],
  ])(
    'TORPOR-3 %s is refused by name and changes nothing',
    async (_case, method, path, body, code, target) => {
      const before = await databaseSnapshot(emulator.cloud.database);
      const answer = await emulator.send(method, path, body);
      expect([answer.status, refusalCode(answer), answer.body.error.target]).toEqual([400, code, target]);
      expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
    },
  );

  it('TORPOR-17 names every fault of a job, each with its path', async () => {
    const { body } = await emulator.send('PUT', 'jobs/j', {
      properties: {
        action: 'nap',
        select: { size: '', powerState: 'x' },
        concurrency: 0,
        retry: { attempts: 99 },
      },
    });
    expect(body.error.details.map(({ target }: { target: string }) => target)).toEqual([
      'properties.action',
      'properties.select.size',
      'properties.select.powerState',
      'properties.concurrency',
      'properties.retry.attempts',
    ]);
  });
});
