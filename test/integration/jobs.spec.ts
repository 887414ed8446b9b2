import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSnapshot, vmPath } from '../world/emulator-app.js';
import { counts, fleetNames, JobFleet, listed } from '../world/job-fleet.js';
import { GROUP, SUBSCRIPTION } from '../world/stored-cloud.js';

const FLEET = 50;

let fleet: JobFleet;

beforeAll(async () => {
  fleet = await JobFleet.open(FLEET);
});
afterAll(() => fleet.close());

describe('a job', () => {
  it('hibernates fifty VMs, eight at a time, and never more', async () => {
    const select = { tag: { name: 'schedule', value: 'night' } };
    fleet.takeMostRunning();
    fleet.emulator.queue.pause();
    const submitted = await fleet.submit('evening', { action: 'hibernate', select, concurrency: 8 });
    expect(submitted).toMatchObject({
      status: 'running',
      counts: counts({ total: FLEET, running: 8, pending: FLEET - 8 }),
    });
    fleet.emulator.queue.resume();
    await fleet.emulator.settled();
    const job = await fleet.job('evening');
    expect(job).toMatchObject({
      action: 'hibernate',
      select,
      concurrency: 8,
      retry: { attempts: 1, delaySeconds: 30 },
      status: 'succeeded',
      counts: counts({ total: FLEET, succeeded: FLEET }),
    });
    expect(job.items).toHaveLength(FLEET);
    expect(new Set(job.items.map((item: { operationId: string }) => item.operationId)).size).toBe(FLEET);
    expect(fleet.takeMostRunning()).toBe(8);
    const hibernated = await fleet.emulator.cloud.database.query(
      `select name from virtual_machine where state ->> 'kind' = 'hibernated'`,
    );
    expect(hibernated).toHaveLength(FLEET);
    const { body } = await fleet.emulator.send('GET', `operations/${job.items[0].operationId}`);
    expect(body.properties).toMatchObject({ jobName: 'evening', vmName: job.items[0].vmName });
  });

  it('selects by what holds when it starts: by state, size, group and tag together', async () => {
    const select = {
      powerState: 'hibernated',
      size: 'standard_d2s_V5',
      resourceGroup: GROUP.toUpperCase(),
      tag: { name: 'SCHEDULE' },
    };
    await fleet.submit('morning', { action: 'start', select, concurrency: 50 });
    await fleet.emulator.settled();
    expect(await fleet.job('morning')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: FLEET, succeeded: FLEET }),
    });
    await fleet.submit('nobody', { action: 'start', select, concurrency: 50 });
    expect(await fleet.job('nobody')).toMatchObject({ status: 'succeeded', counts: counts({}), items: [] });
  });

  it('records what is refused and is then partly failed', async () => {
    await fleet.submit('down', { action: 'powerOff', select: listed(['fleet-0']) });
    await fleet.emulator.settled();
    await fleet.submit('mixed', { action: 'hibernate', select: listed(['fleet-0', 'FLEET-1']) });
    await fleet.emulator.settled();
    const job = await fleet.job('mixed');
    expect(job).toMatchObject({
      status: 'partlyFailed',
      counts: counts({ total: 2, succeeded: 1, refused: 1 }),
    });
    expect(job.items).toEqual([
      {
        resourceGroup: GROUP,
        vmName: 'fleet-0',
        status: 'refused',
        attempts: 1,
        error: expect.objectContaining({
          code: 'vm-state-forbids',
          rule: 'ARM-22',
          armCode: 'OperationNotAllowed',
        }),
      },
      {
        resourceGroup: GROUP,
        vmName: 'fleet-1',
        status: 'succeeded',
        attempts: 1,
        operationId: expect.any(String),
      },
    ]);
    await fleet.submit('all-refused', { action: 'hibernate', select: listed(['fleet-0', 'fleet-1']) });
    expect(await fleet.job('all-refused')).toMatchObject({
      status: 'failed',
      counts: counts({ total: 2, refused: 2 }),
    });
    await fleet.submit('up', { action: 'start', select: listed(['fleet-0', 'fleet-1']) });
    await fleet.emulator.settled();
    expect(await fleet.job('up')).toMatchObject({ status: 'succeeded' });
  });

  it('tries again what failed, as often as its rule says and on demand', async () => {
    const settings = `${vmPath('fleet-2')}/providers/Torpor.Emulator/emulation/default`;
    const withRule = (hasUdevHibernateRule: boolean) =>
      fleet.emulator.send('PUT', settings, { properties: { guestOverrides: { hasUdevHibernateRule } } });
    expect((await withRule(false)).status).toBe(200);
    const retry = { attempts: 3, delaySeconds: 0 };
    await fleet.submit('stubborn', { action: 'hibernate', select: listed(['fleet-2', 'fleet-3']), retry });
    await fleet.emulator.settled();
    const failed = await fleet.job('stubborn');
    expect(failed).toMatchObject({
      status: 'partlyFailed',
      counts: counts({ total: 2, succeeded: 1, failed: 1 }),
    });
    expect(failed.items[0]).toMatchObject({
      status: 'failed',
      attempts: 3,
      error: { code: 'guest-lacks-udev-rule', armCode: 'VMHibernateFailed' },
    });

    expect((await withRule(true)).status).toBe(200);
    const retried = await fleet.emulator.send('POST', 'jobs/Stubborn/retry');
    expect([retried.status, retried.body.properties.status]).toEqual([200, 'running']);
    await fleet.emulator.settled();
    expect(await fleet.job('stubborn')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 2, succeeded: 2 }),
      items: [{ vmName: 'fleet-2', attempts: 1 }, { vmName: 'fleet-3' }],
    });
    const again = await fleet.emulator.send('POST', 'jobs/stubborn/retry');
    expect(again.body.properties).toEqual(await fleet.job('stubborn'));
    await fleet.submit('stubborn-up', { action: 'start', select: listed(['fleet-2', 'fleet-3']) });
    await fleet.emulator.settled();
  });

  it('TORPOR-17 is refused as a whole when one of its VMs does not exist', async () => {
    const before = await databaseSnapshot(fleet.emulator.cloud.database);
    const { status, body } = await fleet.emulator.send('PUT', 'jobs/typo', {
      properties: { action: 'start', select: listed(['fleet-0', 'flet-1', 'fleet-2', 'flet-3']) },
    });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'InvalidParameter',
      target: 'properties.select.virtualMachines[1]',
      details: [
        { code: 'ResourceNotFound', target: 'properties.select.virtualMachines[1]' },
        { code: 'ResourceNotFound', target: 'properties.select.virtualMachines[3]' },
      ],
    });
    expect(await databaseSnapshot(fleet.emulator.cloud.database)).toBe(before);
  });

  it('ARM-34 has a name of its own, in whatever letter case', async () => {
    const before = await databaseSnapshot(fleet.emulator.cloud.database);
    const properties = { action: 'start', select: { resourceGroup: GROUP } };
    const { status, body } = await fleet.emulator.send('PUT', 'jobs/EVENING', { properties });
    expect([status, body.error.additionalInfo[0].info.code]).toEqual([409, 'job-name-taken']);
    expect(await databaseSnapshot(fleet.emulator.cloud.database)).toBe(before);
  });

  it('is found by its name in any letter case, and in lists page by page', async () => {
    expect((await fleet.emulator.send('GET', 'JOBS/Evening')).body).toMatchObject({
      id: `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator/jobs/evening`,
      name: 'evening',
      type: 'Torpor.Emulator/jobs',
    });
    const first = await fleet.emulator.send('GET', 'jobs?$top=2');
    const nextLink = new URL(first.body.nextLink);
    const second = await fleet.emulator.send('GET', `${nextLink.pathname}${nextLink.search}`);
    const all = await fleet.emulator.send('GET', 'jobs');
    const namesOf = (page: { value: { name: string }[] }) => page.value.map(({ name }) => name);
    expect([...namesOf(first.body), ...namesOf(second.body)]).toEqual(namesOf(all.body).slice(0, 4));
    expect(namesOf(all.body)).toEqual(namesOf(all.body).toSorted());
    expect(all.body.value[0].properties.items).toBeUndefined();
    expect((await fleet.emulator.send('GET', 'jobs/missing')).status).toBe(404);
  });
});

describe('a job on a manual clock', () => {
  beforeAll(() => fleet.setClock({ mode: 'manual' }));
  afterAll(() => fleet.setClock({ mode: 'immediate' }));

  it('TORPOR-13 waits for its start time and selects then', async () => {
    const { emulatedMs } = (await fleet.emulator.send('GET', 'clock/default')).body.properties;
    const startTime = new Date(emulatedMs + 3_600_000).toISOString();
    await fleet.submit('later', { action: 'powerOff', select: { tag: { name: 'late' } }, startTime });
    expect(await fleet.job('later')).toMatchObject({
      status: 'waiting',
      startTime,
      startsAt: startTime,
      items: [],
    });
    await fleet.advance(3_599_999);
    expect(await fleet.job('later')).toMatchObject({ status: 'waiting' });
    await fleet.emulator.cloud.database.query(
      `update virtual_machine set tags = '{"Late": "yes"}' where name in ('fleet-5', 'fleet-6')`,
    );
    await fleet.advance(1);
    expect(await fleet.job('later')).toMatchObject({
      status: 'running',
      items: [{ vmName: 'fleet-5' }, { vmName: 'fleet-6' }],
    });
    await fleet.passTime();
    expect(await fleet.job('later')).toMatchObject({ status: 'succeeded' });
  });

  it('begins no more operations in a minute than its rate', async () => {
    const select = listed(['fleet-7', 'fleet-8', 'fleet-9', 'fleet-10', 'fleet-11']);
    await fleet.submit('slow', { action: 'powerOff', select, concurrency: 100, ratePerMinute: 2 });
    const begun = async () => {
      const { pending } = (await fleet.job('slow')).counts;
      return 5 - pending;
    };
    expect(await begun()).toBe(2);
    await fleet.advance(59_999);
    expect(await begun()).toBe(2);
    await fleet.advance(1);
    expect(await begun()).toBe(4);
    await fleet.advance(60_000);
    expect(await begun()).toBe(5);
    await fleet.passTime();
    expect(await fleet.job('slow')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 5, succeeded: 5 }),
    });
  });

  it('pauses between attempts', async () => {
    // A job and an operation want the same VM: the job is told that it is busy.
    const first = await fleet.submit('holder', { action: 'start', select: listed(['fleet-7']) });
    expect(first.status).toBe('running');
    const retry = { attempts: 2, delaySeconds: 600 };
    const second = await fleet.submit('patient', { action: 'powerOff', select: listed(['fleet-7']), retry });
    expect(second).toMatchObject({
      status: 'running',
      counts: counts({ total: 1, pending: 1 }),
      items: [{ attempts: 1, error: { code: 'vm-busy' } }],
    });
    for (let minutes = 0; minutes < 9; minutes++) await fleet.advance(60_000);
    expect(await fleet.job('patient')).toMatchObject({ status: 'running', counts: { pending: 1 } });
    await fleet.advance(60_000);
    expect(await fleet.job('patient')).toMatchObject({ status: 'running', counts: { running: 1 } });
    await fleet.passTime();
    expect(await fleet.job('patient')).toMatchObject({ status: 'succeeded', items: [{ attempts: 2 }] });
  });

  it('TORPOR-18 is cancelled: what has not begun is dropped, what has is undone', async () => {
    await fleet.submit('prepare', { action: 'deallocate', select: listed(fleetNames(20).slice(15)) });
    await fleet.passTime();
    await fleet.submit('stopped', {
      action: 'start',
      select: listed(fleetNames(20).slice(15)),
      concurrency: 2,
    });
    expect(await fleet.job('stopped')).toMatchObject({
      counts: counts({ total: 5, running: 2, pending: 3 }),
    });
    const asked = await fleet.emulator.send('POST', 'jobs/stopped/cancel');
    expect([asked.status, asked.body.properties.status, asked.body.properties.counts]).toEqual([
      200,
      'running',
      counts({ total: 5, running: 2, canceled: 3 }),
    ]);
    await fleet.passTime();
    const job = await fleet.job('stopped');
    expect(job).toMatchObject({ status: 'canceled', counts: counts({ total: 5, canceled: 5 }) });
    expect(job.items[0].error.code).toBe('operation-cancelled');
    const states: unknown = await fleet.emulator.cloud.database.query(
      `select distinct state ->> 'kind' as kind from virtual_machine where name = any($1)`,
      [fleetNames(20).slice(15)],
    );
    expect(states).toEqual([{ kind: 'deallocated' }]);
    const late = await fleet.emulator.send('POST', 'jobs/stopped/cancel');
    expect([late.status, late.body.error.additionalInfo[0].info.code]).toEqual([409, 'job-finished']);
  });

  it('is cancelled before it has started', async () => {
    await fleet.submit('never', {
      action: 'delete',
      select: { resourceGroup: GROUP },
      startTime: '2999-01-01T00:00:00Z',
    });
    const { body } = await fleet.emulator.send('POST', 'jobs/never/cancel');
    expect(body.properties).toMatchObject({ status: 'canceled', counts: counts({}), items: [] });
  });
});
