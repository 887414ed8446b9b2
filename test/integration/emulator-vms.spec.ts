import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hibernateVmPipeline } from '#libs/hibernation';
import {
  databaseSnapshot,
  EMULATOR_PATH,
  EmulatorApp,
  emulationPath,
  HOST_BODY,
  namesOf,
  refusalCode,
  vmPath,
} from '../world/emulator-app.js';
import { SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.send('PUT', 'hosts/only', HOST_BODY);
});
afterAll(() => emulator.close());

async function properties(path: string) {
  return (await emulator.send('GET', path)).body.properties;
}

describe('the emulation of a VM', () => {
  beforeAll(() => emulator.createVms(['guest']));

  it('shows what was set and what came of it', async () => {
    const { body } = await emulator.send('GET', emulationPath('GUEST'));
    expect(body).toEqual({
      id: emulationPath('guest'),
      name: 'default',
      type: 'Torpor.Emulator/emulation',
      properties: {
        policy: null,
        policyInForce: 'azure',
        guestProfile: 'ubuntu-24.04',
        guestOverrides: {},
        awaitingBoot: [],
        placement: { strategy: 'spread' },
        faults: [],
        hostName: 'only',
        bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        clock: 'host-time',
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
    const changed = await emulator.send('PUT', emulationPath('guest'), {
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
    const echoed = await emulator.send('PUT', emulationPath('guest'), changed.body);
    expect(echoed.body).toEqual(changed.body);
    const partly = await emulator.send('PUT', emulationPath('guest'), {
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
    const answer = await emulator.send('PUT', emulationPath('guest'), {
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
    const busy = await emulator.send('PUT', emulationPath('guest'), { properties: { policy: null } });
    expect([busy.status, refusalCode(busy)]).toEqual([409, 'vm-busy']);
    emulator.queue.resume();
    await emulator.settled();
    expect(await properties(`operations/${id}`)).toMatchObject({
      pipeline: 'self-hibernate-vm',
      status: 'succeeded',
    });
    const after = await properties(emulationPath('guest'));
    expect(after.hibernation.image.bytes).toBeGreaterThan(0);
    expect([after.bootId, after.sysfs]).toEqual([undefined, undefined]);
  });

  it('belongs to a VM that exists', async () => {
    const answers = await Promise.all([
      emulator.send('GET', emulationPath('nobody')),
      emulator.send('PUT', emulationPath('nobody'), { properties: {} }),
      emulator.send('POST', `${vmPath('nobody')}/providers/Torpor.Emulator/guestHibernate`),
      emulator.send('GET', emulationPath('guest').replace('/night-shift/', '/day-shift/')),
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
    await emulator.send('POST', 'hosts/only/drain');
    await emulator.createVms(['homeless']);
    await emulator.send('POST', 'hosts/only/undrain');
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
      'run-extensions pending',
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
