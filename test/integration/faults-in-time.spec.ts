import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { brokenPromises } from '../world/broken-promises.js';
import { EMULATOR, FaultApp } from '../world/fault-app.js';

let world: FaultApp;
let count = 0;

beforeAll(async () => {
  world = await FaultApp.open();
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await brokenPromises(world.arm.database)).toEqual([]);
});

const aVm = () => world.createVm(`vm-${(count += 1)}`);
const setClock = (mode: string) => world.arm.ok('PUT', `${EMULATOR}/clock/default`, { properties: { mode } });

async function begin(path: string): Promise<{ readonly id: string; readonly poll: string }> {
  const { status, headers } = await world.arm.send('POST', path);
  expect(status).toBe(202);
  await world.arm.settled();
  return { id: headers['x-ms-request-id'] ?? '', poll: headers['azure-asyncoperation'] ?? '' };
}

const statusOf = async (poll: string) => (await world.arm.ok('GET', poll)).status;

describe('slow-operation', () => {
  it('TORPOR-13 lets the operation take as much more emulated time as it was told', async () => {
    const vm = await aVm();
    const parameters = { delayMs: 123_456, step: 'persist-disks' };
    await world.armFault('slow', { kind: 'slow-operation', operations: ['deallocate'], parameters });
    const { id, poll } = await begin(`${vm}/deallocate`);
    const events = await world.arm.database.query(
      `select at_ms::float8 as at, event from operation_event where operation_id = $1 order by seq`,
      [id],
    );
    const [started, first, second] = events.filter(
      ({ event }: { event: { step: string } }) => event.step === 'persist-disks',
    );
    expect(await statusOf(poll)).toBe('Succeeded');
    expect(first.event.untilMs - started.at).toBe(123_456);
    // Afterwards the step takes the time that it always takes.
    expect(second.event.untilMs - first.event.untilMs).toBe(2_000);
  });

  it('TORPOR-13 is InProgress until the clock has come so far', async () => {
    const vm = await aVm();
    await setClock('manual');
    try {
      await world.armFault('slow', {
        kind: 'slow-operation',
        target: { vm },
        parameters: { delayMs: 3_600_000 },
      });
      const { poll } = await begin(`${vm}/deallocate?hibernate=true`);
      const advance = async (milliseconds: number) => {
        await world.arm.ok('POST', `${EMULATOR}/clock/default/advance`, { milliseconds });
        await world.arm.settled();
        return statusOf(poll);
      };
      expect(await world.states(vm)).toEqual(['PowerState/deallocating']);
      expect([await statusOf(poll), await advance(3_599_000)]).toEqual(['InProgress', 'InProgress']);
      let status = await advance(1_000);
      for (let waited = 0; status === 'InProgress' && waited < 600; waited += 10)
        status = await advance(10_000);
      expect(status).toBe('Succeeded');
    } finally {
      await setClock('immediate');
    }
  });
});

describe('stuck-operation', () => {
  it.each(['disarm', 'delete', 'cancel'] as const)(
    'TORPOR-18 TORPOR-25 stays InProgress until somebody does %s',
    async (how) => {
      const vm = await aVm();
      await world.armFault('stuck', { kind: 'stuck-operation', target: { vm } });
      const { id, poll } = await begin(`${vm}/deallocate?hibernate=true`);
      // Whoever looks in between, a sweeper or another worker, finds it held.
      await world.arm.queue.add(id);
      await world.arm.settled();
      expect([await statusOf(poll), await world.states(vm)]).toEqual([
        'InProgress',
        ['PowerState/deallocating'],
      ]);
      expect((await world.arm.send('POST', `${vm}/start`)).status).toBe(409);

      expect(await world.fault('stuck')).toMatchObject({ hits: 1, struck: [{ hit: 1, operationId: id }] });
      const fault = `${EMULATOR}/faults/stuck`;
      const act = {
        disarm: () => world.arm.ok('POST', `${fault}/disarm`),
        delete: () => world.arm.ok('DELETE', fault),
        cancel: () => world.arm.ok('POST', `${EMULATOR}/operations/${id}/cancel`),
      };
      await act[how]();
      await world.arm.app.get(OperationRelay).settled();
      await world.arm.settled();
      expect(await statusOf(poll)).toBe(how === 'cancel' ? 'Canceled' : 'Succeeded');
      const action = how === 'cancel' ? 'restart' : 'start';
      expect(await world.act(`${vm}/${action}`)).toEqual({ status: 202, operation: 'Succeeded' });
      expect(await world.states(vm)).toEqual(['PowerState/running']);
    },
  );

  it('TORPOR-25 is held at any step that is named', async () => {
    const vm = await aVm();
    await world.armFault('late', {
      kind: 'stuck-operation',
      target: { vm },
      parameters: { step: 'release-host' },
    });
    const { id, poll } = await begin(`${vm}/deallocate?hibernate=true`);
    const { steps } = (await world.arm.ok('GET', `${EMULATOR}/operations/${id}`)).properties;
    const at = steps.find(({ status }: { status: string }) => status === 'running');
    expect([await statusOf(poll), at.name]).toEqual(['InProgress', 'release-host']);
    const refused = await world.arm.send('POST', `${EMULATOR}/operations/${id}/cancel`);
    expect(refused.status).toBe(409);
    await world.arm.ok('POST', `${EMULATOR}/faults/late/disarm`);
    await world.arm.settled();
    expect(await statusOf(poll)).toBe('Succeeded');
  });
});

describe('lost-operation-status', () => {
  it.each([
    ['404', 404, 'ResourceNotFound'],
    ['500', 500, 'InternalServerError'],
    ['503', 503, 'ServiceUnavailable'],
  ])('TORPOR-25 answers some polls with %s while the operation goes on', async (status, http, code) => {
    const vm = await aVm();
    const parameters = { status, polls: 2 };
    await world.armFault('lost', { kind: 'lost-operation-status', target: { vm }, parameters });
    const { poll } = await begin(`${vm}/deallocate?hibernate=true`);
    for (let lost = 0; lost < 2; lost++) {
      const answer = await world.arm.send('GET', poll);
      expect([answer.status, answer.body.error.code]).toEqual([http, code]);
    }
    expect(await statusOf(poll)).toBe('Succeeded');
    expect(await world.states(vm)).toEqual(['PowerState/deallocated', 'HibernationState/Hibernated']);
  });
});
