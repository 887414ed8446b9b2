import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultSpec } from '#libs/platform-faults';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationLocks } from '../../src/operations/operation-locks.js';
import { VM_ACTIONS } from '../../src/operations/vm-actions.js';
import { findFault, insertFault } from '../../src/persistence/armed-fault.repository.js';
import { findOperation } from '../../src/persistence/operation.repository.js';
import { brokenPromises } from '../world/broken-promises.js';
import { StoredCloud, SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

let cloud: StoredCloud;
beforeAll(async () => {
  cloud = await StoredCloud.open();
  for (const host of ['host-a', 'host-b']) await cloud.addHost(host);
});
afterAll(() => cloud.close());

const named = (name: string) => ({ subscriptionId: SUBSCRIPTION, name });

async function arm(name: string, spec: Pick<FaultSpec, 'kind'> & Partial<FaultSpec>): Promise<void> {
  const whole = { target: {}, times: 1, seed: 0, parameters: {}, ...spec };
  await insertFault(cloud.database, named(name), { place: 'operation', spec: whole });
}

/** A driver of another process: its own locks, nothing in memory. */
async function anotherDrives(operationId: string): Promise<void> {
  const locks = new OperationLocks(cloud.url);
  const ended = { operationEnded: async () => {} };
  const logger = pino({ level: 'silent' });
  await new OperationDriver(cloud.database, locks, cloud.sizes, ended, logger).drive(operationId);
  await locks.close();
}

/** The database goes away, for one driver, at the first event that matches. */
async function dyingAt(event: string, step: string, work: () => Promise<unknown>): Promise<void> {
  await cloud.database.query(
    `create function die() returns trigger language plpgsql as $$ begin
       if new.event->>'kind' = '${event}' and new.event->>'step' = '${step}' then
         raise exception 'gone' using errcode = '57P01';
       end if;
       return new; end $$;
     create trigger dying before insert on operation_event for each row execute function die()`,
  );
  try {
    await expect(work()).rejects.toThrow('gone');
  } finally {
    await cloud.database.query('drop trigger dying on operation_event; drop function die()');
  }
}

describe('a driver that dies between the strike and its effect', () => {
  it.each([
    ['before it has done anything', 'started', 'claim-vm'],
    ['before the failure is on record', 'refused', 'await-s4'],
    ['while it is undone', 'undo-finished', 'remove-vfs'],
    ['before the end is on record', 'undo-finished', 'claim-vm'],
  ])(
    'TORPOR-6 TORPOR-25 %s: another one ends it the same way, and it is counted once',
    async (_what, event, step) => {
      const name = `vm-${randomUUID().slice(0, 8)}`;
      await cloud.addNic(
        `${name}-nic`,
        name
          .replaceAll(/[^0-9a-f]/g, '')
          .padEnd(12, '0')
          .slice(0, 12),
      );
      const nics = [{ subscriptionId: SUBSCRIPTION, groupName: 'night-shift', name: `${name}-nic` }];
      await cloud.drive(await cloud.createVm(name, { nics }));
      await arm(name, { kind: 'hibernate-failed' });
      const accepted = await cloud.begin.begin({ vm: vmNamed(name), ...VM_ACTIONS.hibernate });
      // What strikes it is decided by now: a fault that is gone since still strikes.
      await cloud.database.query(`update armed_fault set status = 'disarmed' where name = $1`, [name]);
      await dyingAt(event, step, () => cloud.drive(accepted));
      await anotherDrives(accepted.operationId);
      const operation = await findOperation(cloud.database, accepted.operationId);
      expect([operation?.status, operation?.refusal?.code]).toEqual(['failed', 'hibernation-failed']);
      expect((await findFault(cloud.database, named(name)))?.hits).toBe(1);
      expect(await brokenPromises(cloud.database)).toEqual([]);
      const again = await cloud.begin.begin({ vm: vmNamed(name), ...VM_ACTIONS.hibernate });
      await cloud.drive(again);
      expect((await findOperation(cloud.database, again.operationId))?.status).toBe('succeeded');
    },
  );

  it('TORPOR-6 a held operation stays held for every driver', async () => {
    await cloud.drive(await cloud.createVm('held'));
    await arm('held', { kind: 'stuck-operation' });
    const accepted = await cloud.begin.begin({ vm: vmNamed('held'), ...VM_ACTIONS.hibernate });
    for (let driver = 0; driver < 3; driver++) {
      await anotherDrives(accepted.operationId);
      expect((await findOperation(cloud.database, accepted.operationId))?.status).toBe('running');
    }
    await cloud.database.query(`delete from armed_fault where name = 'held'`);
    await anotherDrives(accepted.operationId);
    expect((await findOperation(cloud.database, accepted.operationId))?.status).toBe('succeeded');
  });

  it('TORPOR-25 an operation that could not begin is not counted', async () => {
    await cloud.drive(await cloud.createVm('refused'));
    await arm('refused', { kind: 'internal-operation-error' });
    await expect(cloud.begin.begin({ vm: vmNamed('refused'), ...VM_ACTIONS.start })).rejects.toThrow(
      'does not allow this',
    );
    expect((await findFault(cloud.database, named('refused')))?.hits).toBe(0);
  });
});
