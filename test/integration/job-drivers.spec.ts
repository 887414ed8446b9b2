import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobDriver } from '../../src/jobs/job-driver.js';
import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { BeginVmOperation } from '../../src/operations/begin-vm-operation.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { counts, fleetNames, JobFleet, listed } from '../world/job-fleet.js';

const logger = pino({ level: 'silent' });

let fleet: JobFleet;

beforeAll(async () => {
  fleet = await JobFleet.open(22);
});
afterAll(() => fleet.close());

describe('many drivers of one job', () => {
  /** A driver as another process would have one. */
  function anotherDriver(begin?: BeginVmOperation): JobDriver {
    const { database, sizes } = fleet.emulator.cloud;
    const relay = fleet.emulator.app.get(OperationRelay);
    return new JobDriver(database, begin ?? new BeginVmOperation(database, sizes, relay), relay, logger);
  }

  it('begin every operation once and never too many together', async () => {
    const select = listed(fleetNames(20));
    await fleet.submit('raced', {
      action: 'hibernate',
      select,
      concurrency: 5,
      startTime: '2999-01-01T00:00:00Z',
    });
    const id = await fleet.idOf('raced');
    const drivers = Array.from({ length: 4 }, () => anotherDriver());
    fleet.takeMostRunning();
    fleet.emulator.queue.pause();
    await fleet.emulator.cloud.database.query('update job set start_at_ms = 0 where id = $1', [id]);
    await Promise.all(drivers.map((driver) => driver.advance(id)));
    expect(await fleet.job('raced')).toMatchObject({
      counts: counts({ total: 20, running: 5, pending: 15 }),
    });
    fleet.emulator.queue.resume();
    while ((await fleet.job('raced')).status === 'running') {
      await Promise.all(drivers.map((driver) => driver.advance(id)));
    }
    await fleet.emulator.settled();
    expect(await fleet.job('raced')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 20, succeeded: 20 }),
    });
    const [begun] = (await fleet.emulator.cloud.database.query(
      'select count(*)::integer as count, count(distinct vm_id)::integer as vms from operation where job_id = $1',
      [id],
    )) as { count: number; vms: number }[];
    expect(begun).toEqual({ count: 20, vms: 20 });
    expect(fleet.takeMostRunning()).toBe(5);
  });

  it('TORPOR-9 go on where one was killed, and without any notification', async () => {
    const { database, sizes } = fleet.emulator.cloud;
    const relay = fleet.emulator.app.get(OperationRelay);
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
    await fleet.setClock({ mode: 'manual' });
    const select = listed(fleetNames(20));
    await fleet.submit('survivor', {
      action: 'start',
      select,
      concurrency: 6,
      startTime: '2999-01-01T00:00:00Z',
    });
    const id = await fleet.idOf('survivor');
    await database.query('update job set start_at_ms = 0 where id = $1', [id]);
    await expect(anotherDriver(new DyingBegin(database, sizes, relay)).advance(id)).rejects.toThrow('killed');
    const orphans = () =>
      database.query(
        `select o.id from operation o left join job_item i on i.operation_id = o.id
          where o.job_id = $1 and i.position is null`,
        [id],
      );
    expect(await orphans()).toEqual([]);
    expect(await fleet.job('survivor')).toMatchObject({ counts: { running: 2, pending: 18 } });

    await fleet.setClock({ mode: 'immediate' });
    // Driven by processes that tell nobody: the reconciler alone brings the job to its end.
    const reconciler = new JobReconciler(database, anotherDriver(), logger);
    for (let round = 0; round < 20; round++) {
      await reconciler.reconcile();
      await fleet.emulator.settled();
    }
    expect(await fleet.job('survivor')).toMatchObject({
      status: 'succeeded',
      counts: counts({ total: 20, succeeded: 20 }),
    });
    expect(await orphans()).toEqual([]);
  });

  it('record an item that fails unexpectedly and go on with the others', async () => {
    const { database, sizes } = fleet.emulator.cloud;
    class FaultyBegin extends BeginVmOperation {
      override async beginIn(...[sql, request]: Parameters<BeginVmOperation['beginIn']>) {
        const accepted = await super.beginIn(sql, request);
        if (request.vm.vmName !== 'fleet-20') return accepted;
        await sql.query('update virtual_machine set tags = $1', ['{"half": "done"}']);
        throw new Error('a bug');
      }
    }
    await fleet.setClock({ mode: 'manual' });
    const select = listed(['fleet-20', 'fleet-21']);
    await fleet.submit('faulty', { action: 'powerOff', select, startTime: '2999-01-01T00:00:00Z' });
    const id = await fleet.idOf('faulty');
    await database.query('update job set start_at_ms = 0 where id = $1', [id]);
    const relay = fleet.emulator.app.get(OperationRelay);
    await anotherDriver(new FaultyBegin(database, sizes, relay)).advance(id);
    await fleet.setClock({ mode: 'immediate' });
    expect(await fleet.job('faulty')).toMatchObject({
      status: 'partlyFailed',
      items: [{ status: 'refused', error: { code: 'internal-error' } }, { status: 'succeeded' }],
    });
    expect(await database.query(`select 1 from virtual_machine where tags ? 'half'`)).toEqual([]);
  });
});
