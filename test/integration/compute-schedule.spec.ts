import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClockModule } from '../../src/clock/clock.module.js';
import { ComputeScheduleModule } from '../../src/compute-schedule/compute-schedule.module.js';
import { FaultsModule } from '../../src/faults/faults.module.js';
import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { OperationQueriesModule } from '../../src/operation-queries/operation-queries.module.js';
import { ArmTestApp } from '../world/arm-app.js';
import { createVm, vm } from '../world/arm-groups.js';
import { brokenPromises } from '../world/broken-promises.js';
import { EMULATOR } from '../world/fault-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await ArmTestApp.open({
    modules: [ComputeScheduleModule, FaultsModule, ClockModule, OperationQueriesModule],
  });
  for (const host of ['host-a', 'host-b']) await arm.cloud.addHost(host);
  await arm.ok('PUT', `${EMULATOR}/clock/default`, { properties: { mode: 'immediate' } });
});
afterAll(() => arm.close());
afterEach(async () => {
  expect(await brokenPromises(arm.database)).toEqual([]);
});

const LOCATION = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ComputeSchedule/locations/eastus`;
const post = (verb: string, body: object) => arm.send('POST', `${LOCATION}/virtualMachines${verb}`, body);

async function ask(verb: string, body: object) {
  const { status, body: answer } = await post(verb, body);
  expect([status, answer.error]).toEqual([200, undefined]);
  return answer;
}

const execute = (verb: string, ids: readonly string[], retryPolicy?: object) =>
  ask(`Execute${verb}`, {
    executionParameters: retryPolicy === undefined ? {} : { retryPolicy },
    resources: { ids },
    correlationid: randomUUID(),
  });
const submit = (verb: string, ids: readonly string[], schedule: object, retryPolicy?: object) =>
  ask(`Submit${verb}`, {
    schedule,
    executionParameters: retryPolicy === undefined ? {} : { retryPolicy },
    resources: { ids },
    correlationid: randomUUID(),
  });

/** What the sweeper does, until nothing is left to be done now. */
async function settled(): Promise<void> {
  for (let look = 0; look < 3; look++) {
    await arm.settled();
    await arm.app.get(JobReconciler).reconcile();
  }
  await arm.settled();
}

type Result = {
  readonly operation: { readonly operationId: string; readonly state: string };
  readonly errorCode?: string;
};
const idsOf = ({ results }: { results: readonly Result[] }) =>
  results.map(({ operation }) => operation.operationId);

async function statesOf(operationIds: readonly string[]): Promise<readonly string[]> {
  const { results } = await ask('GetOperationStatus', { operationIds, correlationid: 'c' });
  return results.map(({ operation }: Result) => operation.state);
}

async function aVm(): Promise<string> {
  count += 1;
  await createVm(arm, `g-${count}`, `vm-${count}`);
  return vm(`g-${count}`, `vm-${count}`);
}

async function powerOf(path: string): Promise<string> {
  const { statuses } = await arm.ok('GET', `${path}/instanceView`);
  return statuses.at(-1).code;
}

const advance = async (seconds: number) => {
  await arm.ok('POST', `${EMULATOR}/clock/default/advance`, { milliseconds: seconds * 1_000 });
  await settled();
};
/** Emulated time stands still but for what a test lets pass. */
async function onManualClock(work: (nowMs: number) => Promise<void>): Promise<void> {
  const setMode = (mode: string) => arm.ok('PUT', `${EMULATOR}/clock/default`, { properties: { mode } });
  const { properties } = await setMode('manual');
  try {
    await work(Date.parse(properties.emulatedTime));
  } finally {
    await setMode('immediate');
    await settled();
  }
}

describe('executing at once', () => {
  it.each([
    ['Hibernate', 'HibernationState/Hibernated'],
    ['Start', 'PowerState/running'],
    ['Deallocate', 'PowerState/deallocated'],
  ])('%s answers an operation for each VM, in the published shape', async (verb, power) => {
    const vms = [await aVm(), await aVm()];
    if (verb === 'Start') {
      await execute('Hibernate', vms);
      await settled();
    }
    const answer = await execute(
      verb,
      [vms[0] ?? '', (vms[1] ?? '').toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')],
      { retryCount: 2, retryWindowInMinutes: 30 },
    );
    expect(answer).toEqual({
      description: `${verb} Resource request`,
      type: 'VirtualMachines',
      location: 'eastus',
      results: vms.map((resourceId) => ({
        resourceId,
        operation: {
          operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          resourceId,
          opType: verb,
          subscriptionId: SUBSCRIPTION,
          deadline: expect.stringMatching(/^\d{4}-.*Z$/),
          deadlineType: 'InitiateAt',
          state: 'PendingExecution',
          retryPolicy: { retryCount: 2, retryWindowInMinutes: 30 },
        },
      })),
    });
    await settled();
    const { results } = await ask('GetOperationStatus', { operationIds: idsOf(answer), correlationid: 'c' });
    expect(results).toMatchObject(
      vms.map((resourceId) => ({
        resourceId,
        operation: { state: 'Succeeded', completedAt: expect.any(String) },
      })),
    );
    expect(await Promise.all(vms.map(powerOf))).toEqual([power, power]);
  });

  it('TORPOR-17 tells of each id what is wrong with it, and does the others', async () => {
    const good = await aVm();
    const { results } = await execute('Hibernate', [
      'web-1',
      good,
      good.toLowerCase().replace('/resourcegroups', '/resourceGroups'),
      `${good}-none`,
      good.replace(SUBSCRIPTION, '22222222-2222-2222-2222-222222222222'),
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Compute/disks/d`,
    ]);
    expect(results.map(({ errorCode, operation }: Result) => errorCode ?? operation.state)).toEqual([
      'InvalidParameter',
      'PendingExecution',
      'InvalidParameter',
      'ResourceNotFound',
      'InvalidParameter',
      'InvalidParameter',
    ]);
    expect(results[3]).toEqual({
      resourceId: `${good}-none`,
      errorCode: 'ResourceNotFound',
      errorDetails: expect.stringContaining('There is no VM of this name'),
    });
    await settled();
    expect(await powerOf(good)).toBe('HibernationState/Hibernated');
    const elsewhere = await arm.send(
      'POST',
      `${LOCATION.replace('eastus', 'westus2')}/virtualMachinesExecuteStart`,
      {
        executionParameters: {},
        resources: { ids: [good] },
      },
    );
    expect(elsewhere.body.results[0].errorDetails).toContain('is in eastus, not in westus2');
  });

  it('fails where the VM cannot, and says why', async () => {
    const running = await aVm();
    const answer = await execute('Start', [running], { retryCount: 3, retryWindowInMinutes: 60 });
    await settled();
    const { results } = await ask('GetOperationStatus', { operationIds: idsOf(answer), correlationid: 'c' });
    expect(results[0].operation).toMatchObject({
      state: 'Failed',
      resourceOperationError: { errorCode: 'OperationNotAllowed', errorDetails: expect.any(String) },
    });
    const errors = await ask('GetOperationErrors', { operationIds: idsOf(answer) });
    expect(errors.results[0]).toMatchObject({
      operationId: idsOf(answer)[0],
      creationTime: expect.any(String),
      completedAt: expect.any(String),
      operationErrors: [
        { errorCode: 'OperationNotAllowed', azureOperationName: 'Microsoft.Compute/virtualMachines/start' },
      ],
    });
  });
});

describe('a deadline', () => {
  it('TORPOR-13 ASSUME-40 begins when emulated time has come so far, not before', async () => {
    const path = await aVm();
    await onManualClock(async (nowMs) => {
      const deadline = new Date(nowMs + 3_600_000).toISOString();
      const schedule = { deadline, timezone: 'UTC', deadlineType: 'InitiateAt' };
      const answer = await submit('Hibernate', [path], schedule);
      expect(answer.results[0].operation).toMatchObject({
        state: 'PendingScheduling',
        deadline,
        deadlineType: 'InitiateAt',
        timezone: 'UTC',
      });
      const ids = idsOf(answer);
      await settled();
      expect(await statesOf(ids)).toEqual(['Scheduled']);
      await advance(3_599);
      expect(await statesOf(ids)).toEqual(['Scheduled']);
      await advance(1);
      expect(await statesOf(ids)).toEqual(['Executing']);
      for (let passed = 0; passed < 600; passed += 60) await advance(60);
      expect(await statesOf(ids)).toEqual(['Succeeded']);
      expect(await powerOf(path)).toBe('HibernationState/Hibernated');
    });
  });

  it('is read in the spelling of older clients, and by the clocks of a time zone', async () => {
    const path = await aVm();
    const schedule = {
      deadLine: '2099-01-10T23:00:00',
      timeZone: 'Europe/Berlin',
      deadlineType: 'CompleteBy',
    };
    const { headers, body } = await post('SubmitStart', {
      schedule,
      executionParameters: { optimizationPreference: 'Cost' },
      resources: { ids: [path] },
    });
    expect(body.results[0].operation).toMatchObject({
      deadline: '2099-01-10T22:00:00.000Z',
      deadlineType: 'CompleteBy',
      timeZone: 'Europe/Berlin',
    });
    expect(headers['x-torpor-ignored']).toBe(
      'executionParameters.optimizationPreference, schedule.deadlineType',
    );
  });
});

describe('retries', () => {
  it('ASSUME-41 are made a minute later, as often as the policy says, and each leaves its error', async () => {
    const path = await aVm();
    await arm.ok('PUT', `${EMULATOR}/faults/twice`, {
      properties: { kind: 'hibernate-failed', target: { vm: path }, times: 2 },
    });
    await onManualClock(async () => {
      const ids = idsOf(await execute('Hibernate', [path], { retryCount: 2, retryWindowInMinutes: 60 }));
      // Everything before the failure, and the pauses, take emulated time.
      for (let passed = 0; passed < 900; passed += 10) await advance(10);
      expect(await statesOf(ids)).toEqual(['Succeeded']);
      const { results } = await ask('GetOperationErrors', { operationIds: ids });
      expect(results[0].operationErrors).toMatchObject([
        { errorCode: 'VMHibernateFailed', crpOperationId: expect.any(String) },
        { errorCode: 'VMHibernateFailed', crpOperationId: expect.any(String) },
      ]);
    });
  });

  it('ASSUME-41 end with the window, and are not made without a policy', async () => {
    const [first, second] = [await aVm(), await aVm()];
    for (const path of [first, second]) {
      await arm.ok('PUT', `${EMULATOR}/faults/${path.split('/').at(-1)}`, {
        properties: { kind: 'hibernate-failed', target: { vm: path }, times: 'unlimited' },
      });
    }
    await onManualClock(async () => {
      const windowed = idsOf(
        await execute('Hibernate', [first], { retryCount: 50, retryWindowInMinutes: 3 }),
      );
      const once = idsOf(await execute('Hibernate', [second]));
      for (let passed = 0; passed < 600; passed += 10) await advance(10);
      expect(await statesOf([...windowed, ...once])).toEqual(['Failed', 'Failed']);
      const { results } = await ask('GetOperationErrors', { operationIds: [...windowed, ...once] });
      const attempts = results.map(({ operationErrors }: { operationErrors: [] }) => operationErrors.length);
      expect(attempts[0]).toBeGreaterThan(1);
      expect(attempts[0]).toBeLessThan(5);
      expect(attempts[1]).toBe(1);
    });
    for (const path of [first, second])
      await arm.ok('DELETE', `${EMULATOR}/faults/${path.split('/').at(-1)}`);
  });
});

describe('cancelling', () => {
  it('TORPOR-18 keeps what has not begun from beginning, and stops what can still be stopped', async () => {
    const [waiting, held, done] = [await aVm(), await aVm(), await aVm()];
    const schedule = { deadline: '2099-01-01T00:00:00Z', deadlineType: 'InitiateAt' };
    const later = idsOf(await submit('Deallocate', [waiting], schedule));
    await arm.ok('PUT', `${EMULATOR}/faults/held`, {
      properties: { kind: 'stuck-operation', target: { vm: held } },
    });
    const under = idsOf(await execute('Hibernate', [held]));
    const over = idsOf(await execute('Hibernate', [done]));
    await settled();
    expect(await statesOf([...later, ...under, ...over])).toEqual(['Scheduled', 'Executing', 'Succeeded']);

    const unknown = randomUUID();
    const { results } = await ask('CancelOperations', {
      operationIds: [...later, ...under, ...over, unknown, 'x'],
    });
    expect(results.map(({ errorCode }: Result) => errorCode)).toEqual([
      undefined,
      undefined,
      'OperationNotAllowed',
      'ResourceNotFound',
      'ResourceNotFound',
    ]);
    await settled();
    expect(await statesOf([...later, ...under])).toEqual(['Cancelled', 'Cancelled']);
    expect([await powerOf(waiting), await powerOf(held)]).toEqual([
      'PowerState/running',
      'PowerState/running',
    ]);
  });
});

describe('wrong requests', () => {
  const body = { executionParameters: {}, resources: { ids: ['x'] }, correlationid: 'c' };
  const schedule = { deadline: '2099-01-01T00:00:00Z', timezone: 'UTC', deadlineType: 'InitiateAt' };
  it.each<[string, string, object, string]>([
    ['no ids', 'ExecuteStart', { ...body, resources: { ids: [] } }, 'resources.ids'],
    ['too many ids', 'ExecuteStart', { ...body, resources: { ids: Array(101).fill('x') } }, 'resources.ids'],
    ['no parameters', 'ExecuteStart', { resources: body.resources }, 'executionParameters'],
    ['a misspelt member', 'ExecuteStart', { ...body, correlationId: 'c' }, 'correlationId'],
    [
      'a retry policy of another kind',
      'ExecuteHibernate',
      { ...body, executionParameters: { retryPolicy: { retryCount: -1 } } },
      'executionParameters.retryPolicy.retryCount',
    ],
    ['no schedule', 'SubmitHibernate', body, 'schedule'],
    [
      'no deadline',
      'SubmitHibernate',
      { ...body, schedule: { deadlineType: 'InitiateAt' } },
      'schedule.deadline',
    ],
    [
      'a deadline that is none',
      'SubmitStart',
      { ...body, schedule: { ...schedule, deadline: 'soon' } },
      'schedule.deadline',
    ],
    [
      'an unknown time zone',
      'SubmitStart',
      { ...body, schedule: { ...schedule, deadline: '2099-01-01T00:00:00', timezone: 'Mars' } },
      'schedule.deadline',
    ],
    [
      'a deadline that is over',
      'SubmitDeallocate',
      { ...body, schedule: { ...schedule, deadline: '2001-01-01T00:00:00Z' } },
      'schedule.deadline',
    ],
    [
      'an unknown deadline type',
      'SubmitStart',
      { ...body, schedule: { ...schedule, deadlineType: 'Later' } },
      'schedule.deadlineType',
    ],
    ['no operations', 'GetOperationStatus', { operationIds: [] }, 'operationIds'],
    ['no operations to cancel', 'CancelOperations', {}, 'operationIds'],
  ])('TORPOR-3 with %s are refused by name', async (_what, verb, wrong, target) => {
    const before = await arm.snapshot();
    const { status, body: answer } = await post(verb, wrong);
    expect([status, answer.error.target, await arm.snapshot()]).toEqual([400, target, before]);
  });
});
