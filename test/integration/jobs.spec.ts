import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobDriver } from '../../src/jobs/job-driver.js';
import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { BeginVmOperation, type VmOperationRequest } from '../../src/operations/begin-vm-operation.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { databaseSnapshot, EmulatorApp, vmPath } from '../world/emulator-app.js';
import { GROUP, SUBSCRIPTION } from '../world/stored-cloud.js';

const FLEET = 50;
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
const listed = (vms: readonly string[]) => ({
  virtualMachines: vms.map((name) => ({ resourceGroup: GROUP, name })),
});
const logger = pino({ level: 'silent' });

let emulator: EmulatorApp;
/** Operations of jobs under way, at most, since the last reset. */
let mostRunning = 0;

beforeAll(async () => {
  emulator = await EmulatorApp.open(async (database) => {
    const [found] = (await database.query(
      `select count(*)::integer as count from operation where status = 'running' and job_id is not null`,
    )) as { count: number }[];
    mostRunning = Math.max(mostRunning, found?.count ?? 0);
  });
  const capacity = { vcpus: 512, memoryMib: 2_097_152, vfSlots: 8 };
  const host = { properties: { generation: 'intel-ice-lake', capacity } };
  for (const name of ['host-a', 'host-b']) await emulator.send('PUT', `hosts/${name}`, host);
  await emulator.createVms(names('fleet', FLEET), { tags: { Schedule: 'night' } });
});
afterAll(() => emulator.close());
beforeEach(() => {
  mostRunning = 0;
});

async function submit(name: string, properties: Record<string, unknown>) {
  const { status, body } = await emulator.send('PUT', `jobs/${name}`, { properties });
  expect([status, body.error]).toEqual([201, undefined]);
  return body.properties;
}

async function jobNamed(name: string) {
  return (await emulator.send('GET', `jobs/${name}`)).body.properties;
}

async function idOf(name: string): Promise<string> {
  const [found] = (await emulator.cloud.database.query('select id from job where name_key = $1', [name])) as {
    id: string;
  }[];
  if (found === undefined) throw new Error(`no job ${name}`);
  return found.id;
}

async function onClock(properties: object): Promise<void> {
  expect((await emulator.send('PUT', 'clock/default', { properties })).status).toBe(200);
  await emulator.settled();
}

async function advance(milliseconds: number): Promise<void> {
  expect((await emulator.send('POST', 'clock/default/advance', { milliseconds })).status).toBe(200);
  await emulator.app.get(JobReconciler).reconcile();
  await emulator.settled();
}

/** Lets time pass until nothing is left to wait for. */
async function passTime(): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes++) await advance(60_000);
}

const counts = (change: object) => ({
  total: 0,
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  canceled: 0,
  refused: 0,
  ...change,
});

describe('a job', () => {
  it('hibernates fifty VMs, eight at a time, and never more', async () => {
    const select = { tag: { name: 'schedule', value: 'night' } };
    emulator.queue.pause();
    const submitted = await submit('evening', { action: 'hibernate', select, concurrency: 8 });
    expect(submitted).toMatchObject({
      status: 'running',
      counts: counts({ total: FLEET, running: 8, pending: FLEET - 8 }),
    });
    emulator.queue.resume();
    await emulator.settled();
    const job = await jobNamed('evening');
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
    expect(mostRunning).toBe(8);
    const hibernated = await emulator.cloud.database.query(
      `select name from virtual_machine where state ->> 'kind' = 'hibernated'`,
    );
    expect(hibernated).toHaveLength(FLEET);
    const { body } = await emulator.send('GET', `operations/${job.items[0].operationId}`);
    expect(body.properties).toMatchObject({ jobName: 'evening', vmName: job.items[0].vmName });
  });

  it('selects by what holds when it starts: by state, size, group and tag together', async () => {
    const select = {
      powerState: 'hibernated',
      size: 'standard_d2s_V5',
      resourceGroup: GROUP.toUpperCase(),
      tag: { name: 'SCHEDULE' },
    };
    await submit('morning', { action: 'start', select, concurrency: 50 });
    await emulator.settled();
    expect(await jobNamed('morning')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: FLEET, succeeded: FLEET }),
    });
    await submit('nobody', { action: 'start', select, concurrency: 50 });
    expect(await jobNamed('nobody')).toMatchObject({ status: 'succeeded', counts: counts({}), items: [] });
  });

  it('records what is refused and is then partly failed', async () => {
    await submit('down', { action: 'powerOff', select: listed(['fleet-0']) });
    await emulator.settled();
    await submit('mixed', { action: 'hibernate', select: listed(['fleet-0', 'FLEET-1']) });
    await emulator.settled();
    const job = await jobNamed('mixed');
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
    await submit('all-refused', { action: 'hibernate', select: listed(['fleet-0', 'fleet-1']) });
    expect(await jobNamed('all-refused')).toMatchObject({
      status: 'failed',
      counts: counts({ total: 2, refused: 2 }),
    });
    await submit('up', { action: 'start', select: listed(['fleet-0', 'fleet-1']) });
    await emulator.settled();
    expect(await jobNamed('up')).toMatchObject({ status: 'succeeded' });
  });

  it('tries again what failed, as often as its rule says and on demand', async () => {
    const settings = `${vmPath('fleet-2')}/providers/Torpor.Emulator/emulation/default`;
    const withRule = (hasUdevHibernateRule: boolean) =>
      emulator.send('PUT', settings, { properties: { guestOverrides: { hasUdevHibernateRule } } });
    expect((await withRule(false)).status).toBe(200);
    const retry = { attempts: 3, delaySeconds: 0 };
    await submit('stubborn', { action: 'hibernate', select: listed(['fleet-2', 'fleet-3']), retry });
    await emulator.settled();
    const failed = await jobNamed('stubborn');
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
    const retried = await emulator.send('POST', 'jobs/Stubborn/retry');
    expect([retried.status, retried.body.properties.status]).toEqual([200, 'running']);
    await emulator.settled();
    expect(await jobNamed('stubborn')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 2, succeeded: 2 }),
      items: [{ vmName: 'fleet-2', attempts: 1 }, { vmName: 'fleet-3' }],
    });
    const again = await emulator.send('POST', 'jobs/stubborn/retry');
    expect(again.body.properties).toEqual(await jobNamed('stubborn'));
    await submit('stubborn-up', { action: 'start', select: listed(['fleet-2', 'fleet-3']) });
    await emulator.settled();
  });

  it('TORPOR-17 is refused as a whole when one of its VMs does not exist', async () => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const { status, body } = await emulator.send('PUT', 'jobs/typo', {
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
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

  it('ARM-34 has a name of its own, in whatever letter case', async () => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const properties = { action: 'start', select: { resourceGroup: GROUP } };
    const { status, body } = await emulator.send('PUT', 'jobs/EVENING', { properties });
    expect([status, body.error.additionalInfo[0].info.code]).toEqual([409, 'job-name-taken']);
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

  it('is found by its name in any letter case, and in lists page by page', async () => {
    expect((await emulator.send('GET', 'JOBS/Evening')).body).toMatchObject({
      id: `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator/jobs/evening`,
      name: 'evening',
      type: 'Torpor.Emulator/jobs',
    });
    const first = await emulator.send('GET', 'jobs?$top=2');
    const nextLink = new URL(first.body.nextLink);
    const second = await emulator.send('GET', `${nextLink.pathname}${nextLink.search}`);
    const all = await emulator.send('GET', 'jobs');
    const namesOf = (page: { value: { name: string }[] }) => page.value.map(({ name }) => name);
    expect([...namesOf(first.body), ...namesOf(second.body)]).toEqual(namesOf(all.body).slice(0, 4));
    expect(namesOf(all.body)).toEqual(namesOf(all.body).toSorted());
    expect(all.body.value[0].properties.items).toBeUndefined();
    expect((await emulator.send('GET', 'jobs/missing')).status).toBe(404);
  });
});

describe('a job on a manual clock', () => {
  beforeAll(() => onClock({ mode: 'manual' }));
  afterAll(() => onClock({ mode: 'immediate' }));

  it('TORPOR-13 waits for its start time and selects then', async () => {
    const { emulatedMs } = (await emulator.send('GET', 'clock/default')).body.properties;
    const startTime = new Date(emulatedMs + 3_600_000).toISOString();
    await submit('later', { action: 'powerOff', select: { tag: { name: 'late' } }, startTime });
    expect(await jobNamed('later')).toMatchObject({
      status: 'waiting',
      startTime,
      startsAt: startTime,
      items: [],
    });
    await advance(3_599_999);
    expect(await jobNamed('later')).toMatchObject({ status: 'waiting' });
    await emulator.cloud.database.query(
      `update virtual_machine set tags = '{"Late": "yes"}' where name in ('fleet-5', 'fleet-6')`,
    );
    await advance(1);
    expect(await jobNamed('later')).toMatchObject({
      status: 'running',
      items: [{ vmName: 'fleet-5' }, { vmName: 'fleet-6' }],
    });
    await passTime();
    expect(await jobNamed('later')).toMatchObject({ status: 'succeeded' });
  });

  it('begins no more operations in a minute than its rate', async () => {
    const select = listed(['fleet-7', 'fleet-8', 'fleet-9', 'fleet-10', 'fleet-11']);
    await submit('slow', { action: 'powerOff', select, concurrency: 100, ratePerMinute: 2 });
    const begun = async () => {
      const { pending } = (await jobNamed('slow')).counts;
      return 5 - pending;
    };
    expect(await begun()).toBe(2);
    await advance(59_999);
    expect(await begun()).toBe(2);
    await advance(1);
    expect(await begun()).toBe(4);
    await advance(60_000);
    expect(await begun()).toBe(5);
    await passTime();
    expect(await jobNamed('slow')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 5, succeeded: 5 }),
    });
  });

  it('pauses between attempts', async () => {
    // A job and an operation want the same VM: the job is told that it is busy.
    const first = await submit('holder', { action: 'start', select: listed(['fleet-7']) });
    expect(first.status).toBe('running');
    const retry = { attempts: 2, delaySeconds: 600 };
    const second = await submit('patient', { action: 'powerOff', select: listed(['fleet-7']), retry });
    expect(second).toMatchObject({
      status: 'running',
      counts: counts({ total: 1, pending: 1 }),
      items: [{ attempts: 1, error: { code: 'vm-busy' } }],
    });
    for (let minutes = 0; minutes < 9; minutes++) await advance(60_000);
    expect(await jobNamed('patient')).toMatchObject({ status: 'running', counts: { pending: 1 } });
    await advance(60_000);
    expect(await jobNamed('patient')).toMatchObject({ status: 'running', counts: { running: 1 } });
    await passTime();
    expect(await jobNamed('patient')).toMatchObject({ status: 'succeeded', items: [{ attempts: 2 }] });
  });

  it('TORPOR-18 is cancelled: what has not begun is dropped, what has is undone', async () => {
    await submit('prepare', { action: 'deallocate', select: listed(names('fleet', 20).slice(15)) });
    await passTime();
    await submit('stopped', {
      action: 'start',
      select: listed(names('fleet', 20).slice(15)),
      concurrency: 2,
    });
    expect(await jobNamed('stopped')).toMatchObject({ counts: counts({ total: 5, running: 2, pending: 3 }) });
    const asked = await emulator.send('POST', 'jobs/stopped/cancel');
    expect([asked.status, asked.body.properties.status, asked.body.properties.counts]).toEqual([
      200,
      'running',
      counts({ total: 5, running: 2, canceled: 3 }),
    ]);
    await passTime();
    const job = await jobNamed('stopped');
    expect(job).toMatchObject({ status: 'canceled', counts: counts({ total: 5, canceled: 5 }) });
    expect(job.items[0].error.code).toBe('operation-cancelled');
    const states: unknown = await emulator.cloud.database.query(
      `select distinct state ->> 'kind' as kind from virtual_machine where name = any($1)`,
      [names('fleet', 20).slice(15)],
    );
    expect(states).toEqual([{ kind: 'deallocated' }]);
    const late = await emulator.send('POST', 'jobs/stopped/cancel');
    expect([late.status, late.body.error.additionalInfo[0].info.code]).toEqual([409, 'job-finished']);
  });

  it('is cancelled before it has started', async () => {
    await submit('never', {
      action: 'delete',
      select: { resourceGroup: GROUP },
      startTime: '2999-01-01T00:00:00Z',
    });
    const { body } = await emulator.send('POST', 'jobs/never/cancel');
    expect(body.properties).toMatchObject({ status: 'canceled', counts: counts({}), items: [] });
  });
});

describe('many drivers of one job', () => {
  /** A driver as another process would have one. */
  function anotherDriver(begin?: BeginVmOperation): JobDriver {
    const { database, sizes } = emulator.cloud;
    const relay = emulator.app.get(OperationRelay);
    return new JobDriver(database, begin ?? new BeginVmOperation(database, sizes, relay), relay, logger);
  }

  it('begin every operation once and never too many together', async () => {
    const select = listed(names('fleet', 40).slice(20));
    await submit('raced', { action: 'hibernate', select, concurrency: 5, startTime: '2999-01-01T00:00:00Z' });
    const id = await idOf('raced');
    const drivers = Array.from({ length: 4 }, () => anotherDriver());
    emulator.queue.pause();
    await emulator.cloud.database.query('update job set start_at_ms = 0 where id = $1', [id]);
    await Promise.all(drivers.map((driver) => driver.advance(id)));
    expect(await jobNamed('raced')).toMatchObject({ counts: counts({ total: 20, running: 5, pending: 15 }) });
    emulator.queue.resume();
    while ((await jobNamed('raced')).status === 'running') {
      await Promise.all(drivers.map((driver) => driver.advance(id)));
    }
    await emulator.settled();
    expect(await jobNamed('raced')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 20, succeeded: 20 }),
    });
    const [begun] = (await emulator.cloud.database.query(
      'select count(*)::integer as count, count(distinct vm_id)::integer as vms from operation where job_id = $1',
      [id],
    )) as { count: number; vms: number }[];
    expect(begun).toEqual({ count: 20, vms: 20 });
    expect(mostRunning).toBe(5);
  });

  it('TORPOR-9 go on where one was killed, and without any notification', async () => {
    const { database, sizes } = emulator.cloud;
    const relay = emulator.app.get(OperationRelay);
    class Killed extends Error {
      readonly code = '57P01';
    }
    class DyingBegin extends BeginVmOperation {
      left = 2;
      override async beginIn(...[sql, request]: Parameters<BeginVmOperation['beginIn']>) {
        const accepted = await super.beginIn(sql, request);
        if (this.left-- === 0) throw new Killed('killed between the operation and the item');
        return accepted;
      }
    }
    await onClock({ mode: 'manual' });
    const select = listed(names('fleet', 40).slice(20));
    await submit('survivor', { action: 'start', select, concurrency: 6, startTime: '2999-01-01T00:00:00Z' });
    const id = await idOf('survivor');
    await database.query('update job set start_at_ms = 0 where id = $1', [id]);
    await expect(anotherDriver(new DyingBegin(database, sizes, relay)).advance(id)).rejects.toThrow('killed');
    const orphans = () =>
      database.query(
        `select o.id from operation o left join job_item i on i.operation_id = o.id
          where o.job_id = $1 and i.position is null`,
        [id],
      );
    expect(await orphans()).toEqual([]);
    expect(await jobNamed('survivor')).toMatchObject({ counts: { running: 2, pending: 18 } });

    await onClock({ mode: 'immediate' });
    // Driven by processes that tell nobody: the reconciler alone brings the job to its end.
    const reconciler = new JobReconciler(database, anotherDriver(), logger);
    for (let round = 0; round < 20; round++) {
      await reconciler.reconcile();
      await emulator.settled();
    }
    expect(await jobNamed('survivor')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 20, succeeded: 20 }),
    });
    expect(await orphans()).toEqual([]);
  });

  it('record an item that fails unexpectedly and go on with the others', async () => {
    const { database, sizes } = emulator.cloud;
    class FaultyBegin extends BeginVmOperation {
      override beginIn(...[sql, request]: Parameters<BeginVmOperation['beginIn']>) {
        const faulty: VmOperationRequest = {
          ...request,
          alsoWrite: async (inner, { facts }) => {
            await inner.query('update virtual_machine set tags = $1', ['{"half": "done"}']);
            if (facts.vm.name === 'fleet-40') throw new Error('a bug');
          },
        };
        return super.beginIn(sql, request.vm.vmName === 'fleet-40' ? faulty : request);
      }
    }
    await onClock({ mode: 'manual' });
    const select = listed(['fleet-40', 'fleet-41']);
    await submit('faulty', { action: 'powerOff', select, startTime: '2999-01-01T00:00:00Z' });
    const id = await idOf('faulty');
    await database.query('update job set start_at_ms = 0 where id = $1', [id]);
    const relay = emulator.app.get(OperationRelay);
    await anotherDriver(new FaultyBegin(database, sizes, relay)).advance(id);
    await onClock({ mode: 'immediate' });
    expect(await jobNamed('faulty')).toMatchObject({
      status: 'partlyFailed',
      items: [{ status: 'refused', error: { code: 'internal-error' } }, { status: 'succeeded' }],
    });
    expect(await database.query(`select 1 from virtual_machine where tags ? 'half'`)).toEqual([]);
  });
});
