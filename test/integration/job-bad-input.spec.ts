import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSnapshot, EmulatorApp, HOST_BODY, refusalCode } from '../world/emulator-app.js';
import { GROUP } from '../world/stored-cloud.js';

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.send('PUT', 'hosts/only', HOST_BODY);
  await emulator.createVms(['guest']);
});
afterAll(() => emulator.close());

describe('a job that is wrong', () => {
  const job = (change: object) => ({
    properties: { action: 'start', select: { resourceGroup: GROUP }, ...change },
  });
  const select = (selection: unknown) => job({ select: selection });
  const vm = { resourceGroup: GROUP, name: 'guest' };

  it.each<[string, string, unknown, string, string]>([
    ['an unknown action', 'jobs/j', job({ action: 'explode' }), 'invalid-body', 'properties.action'],
    ['no selection', 'jobs/j', select(undefined), 'invalid-body', 'properties.select'],
    ['an empty selection', 'jobs/j', select({}), 'invalid-body', 'properties.select'],
    [
      'no VMs',
      'jobs/j',
      select({ virtualMachines: [] }),
      'invalid-body',
      'properties.select.virtualMachines',
    ],
    [
      'a VM twice',
      'jobs/j',
      select({ virtualMachines: [vm, { ...vm, name: 'GUEST' }] }),
      'invalid-body',
      'properties.select.virtualMachines[1]',
    ],
    [
      'a VM without a group',
      'jobs/j',
      select({ virtualMachines: [{ name: 'guest' }] }),
      'invalid-body',
      'properties.select.virtualMachines[0].resourceGroup',
    ],
    [
      'names and criteria',
      'jobs/j',
      select({ virtualMachines: [vm], size: 'x' }),
      'invalid-body',
      'properties.select.size',
    ],
    [
      'an unknown power state',
      'jobs/j',
      select({ powerState: 'asleep' }),
      'invalid-body',
      'properties.select.powerState',
    ],
    ['no concurrency', 'jobs/j', job({ concurrency: 0 }), 'invalid-body', 'properties.concurrency'],
    ['too much concurrency', 'jobs/j', job({ concurrency: 1_001 }), 'invalid-body', 'properties.concurrency'],
    ['no rate', 'jobs/j', job({ ratePerMinute: 0 }), 'invalid-body', 'properties.ratePerMinute'],
    [
      'a start time that is none',
      'jobs/j',
      job({ startTime: '8 am' }),
      'invalid-body',
      'properties.startTime',
    ],
    ['no attempts', 'jobs/j', job({ retry: { attempts: 0 } }), 'invalid-body', 'properties.retry.attempts'],
    ['a misspelt member of a job', 'jobs/j', job({ rate: 1 }), 'unknown-member', 'properties.rate'],
    ['a job that is no name', 'jobs/a%20b', job({}), 'invalid-name', 'jobName'],
  ])('TORPOR-3 %s is refused by name and changes nothing', async (_case, path, body, code, target) => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const answer = await emulator.send('PUT', path, body);
    expect([answer.status, refusalCode(answer), answer.body.error.target]).toEqual([400, code, target]);
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

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
