import { afterAll, beforeAll, expect, it } from 'vitest';
import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { vmBody } from '../world/arm-groups.js';
import { IdentityApp, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const S = `/subscriptions/${SUBSCRIPTION}`;
const LOCATION = `${S}/providers/Microsoft.ComputeSchedule/locations/eastus`;
const vmIn = (group: string) => `${S}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/vm`;
const MINE = vmIn('mine');
const THEIRS = vmIn('theirs');

let app: IdentityApp;
let shift: TestPrincipal;

beforeAll(async () => {
  app = await IdentityApp.open();
  await app.cloud.addHost('host-a');
  for (const group of ['mine', 'theirs']) {
    await app.ok({ method: 'PUT', path: `${S}/resourceGroups/${group}`, body: { location: 'eastus' } });
    const { networkProfile: _none, ...properties } = vmBody([]).properties;
    await app.ok({ method: 'PUT', path: vmIn(group), body: { location: 'eastus', properties } });
    await app.settled();
  }
  shift = await app.principal('night-shift');
  await app.assign(shift, 'Virtual Machine Contributor', `${S}/resourceGroups/mine`);
});
afterAll(() => app.close());

const post = (verb: string, body: object, token: string | undefined = shift.token) =>
  app.send({ method: 'POST', path: `${LOCATION}/virtualMachines${verb}`, token, body });

async function settled(): Promise<void> {
  await app.settled();
  await app.arm.app.get(JobReconciler, { strict: false }).reconcile();
  await app.settled();
}

it('ARM-21 each VM is acted on in the name of the caller: what is not theirs is refused by itself', async () => {
  const { status, body } = await post('ExecuteHibernate', {
    executionParameters: {},
    resources: { ids: [MINE, THEIRS] },
  });
  expect([status, body.results[0].operation.state, body.results[1]]).toEqual([
    200,
    'PendingExecution',
    {
      resourceId: THEIRS,
      errorCode: 'AuthorizationFailed',
      errorDetails: expect.stringContaining('Microsoft.Compute/virtualMachines/deallocate/action'),
    },
  ]);
  await settled();
  const { operationId } = body.results[0].operation;
  const own = await post('GetOperationStatus', { operationIds: [operationId] });
  expect(own.body.results[0].operation.state).toBe('Succeeded');
});

it('ARM-21 nobody learns of, or stops, what is done to a VM that is not theirs', async () => {
  const schedule = { deadline: '2099-01-01T00:00:00Z', timezone: 'UTC', deadlineType: 'InitiateAt' };
  const request = { schedule, executionParameters: {}, resources: { ids: [THEIRS] } };
  const { body } = await app.send({
    method: 'POST',
    path: `${LOCATION}/virtualMachinesSubmitStart`,
    body: request,
  });
  const operationIds = [body.results[0].operation.operationId];
  for (const verb of ['GetOperationStatus', 'CancelOperations']) {
    const answer = await post(verb, { operationIds });
    expect([verb, answer.body.results]).toEqual([
      verb,
      [{ errorCode: 'ResourceNotFound', errorDetails: expect.any(String) }],
    ]);
  }
  const errors = await post('GetOperationErrors', { operationIds });
  expect(errors.body.results[0]).toMatchObject({ operationErrors: [], requestErrorCode: 'ResourceNotFound' });
});

it('ARM-21 a right that is gone at the deadline is gone: the action fails, and nothing is done', async () => {
  const clock = `${S}/providers/Torpor.Emulator/clock/default`;
  const { properties } = await app.ok({
    method: 'PUT',
    path: clock,
    body: { properties: { mode: 'manual' } },
  });
  const deadline = new Date(Date.parse(properties.emulatedTime) + 60_000).toISOString();
  const assignment = await app.assign(shift, 'Virtual Machine Contributor', MINE);
  const { body } = await post('SubmitStart', {
    schedule: { deadline, deadlineType: 'InitiateAt' },
    executionParameters: { retryPolicy: { retryCount: 5 } },
    resources: { ids: [MINE] },
  });
  expect(body.results[0].operation.state).toBe('PendingScheduling');
  await app.ok({ method: 'DELETE', path: assignment });
  const all = await app.ok({
    path: `${S}/resourceGroups/mine/providers/Microsoft.Authorization/roleAssignments`,
  });
  for (const {
    id,
    properties: { principalId },
  } of all.value) {
    if (principalId === shift.id) await app.ok({ method: 'DELETE', path: id });
  }
  await app.ok({ method: 'POST', path: `${clock}/advance`, body: { milliseconds: 60_000 } });
  await settled();
  const operationIds = [body.results[0].operation.operationId];
  const { results } = await app.ok({
    method: 'POST',
    path: `${LOCATION}/virtualMachinesGetOperationStatus`,
    body: { operationIds },
  });
  expect(results[0].operation).toMatchObject({
    state: 'Failed',
    resourceOperationError: { errorCode: 'AuthorizationFailed' },
  });
  const { statuses } = await app.ok({ path: `${MINE}/instanceView` });
  expect(statuses.at(-1).code).toBe('HibernationState/Hibernated');
});
