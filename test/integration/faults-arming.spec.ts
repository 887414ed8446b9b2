import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARMABLE_KINDS } from '#libs/platform-faults';
import { brokenPromises } from '../world/broken-promises.js';
import { vm as vmPath } from '../world/arm-groups.js';
import { EMULATOR, FaultApp } from '../world/fault-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let world: FaultApp;

beforeAll(async () => {
  world = await FaultApp.open(['host-a', 'host-b', 'host-c', 'host-d']);
});
afterAll(() => world.close());

const VM = vmPath('g', 'web-1');

describe('a fault', () => {
  it('TORPOR-25 is armed, shown, sent back as it was read, listed, armed afresh and deleted', async () => {
    const made = await world.put('Story', {
      kind: 'slow-operation',
      target: { vm: VM.toUpperCase().replace('SUBSCRIPTIONS', 'subscriptions'), size: 'Standard_D2s_v5' },
      operations: ['start', 'hibernate'],
      times: 'unlimited',
      probability: 0.5,
      seed: 7,
      parameters: { delayMs: 1_000 },
    });
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: `${EMULATOR}/faults/Story`,
        name: 'Story',
        type: 'Torpor.Emulator/faults',
        properties: {
          kind: 'slow-operation',
          target: {
            vm: `/subscriptions/${SUBSCRIPTION}/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/WEB-1`,
            size: 'Standard_D2s_v5',
          },
          operations: ['start', 'hibernate'],
          times: 'unlimited',
          probability: 0.5,
          seed: 7,
          parameters: { delayMs: 1_000 },
          status: 'armed',
          hits: 0,
          armedAt: expect.any(String),
          struck: [],
        },
      },
    ]);
    expect(await world.arm.ok('GET', `${EMULATOR}/faults/sTORY`)).toEqual(made.body);
    const again = await world.arm.send('PUT', `${EMULATOR}/faults/STORY`, made.body);
    expect([again.status, again.body.name, again.body.properties.status]).toEqual([200, 'Story', 'armed']);
    await world.armFault('another', { kind: 'connection-reset' });
    const { value } = await world.arm.ok('GET', `${EMULATOR}/faults`);
    expect(
      value.map(({ name, properties }: never) => [name, (properties as { struck?: unknown }).struck]),
    ).toEqual([
      ['another', undefined],
      ['Story', undefined],
    ]);
    const { nextLink } = await world.arm.ok('GET', `${EMULATOR}/faults?$top=1`);
    expect((await world.arm.ok('GET', nextLink)).value).toHaveLength(1);
    for (const expected of [200, 204]) {
      expect((await world.arm.send('DELETE', `${EMULATOR}/faults/story`)).status).toBe(expected);
    }
    await world.arm.ok('DELETE', `${EMULATOR}/faults/another`);
    for (const [method, path] of [
      ['GET', 'story'],
      ['POST', 'story/disarm'],
    ] as const) {
      const missing = await world.arm.send(method, `${EMULATOR}/faults/${path}`);
      expect([missing.status, missing.body.error.code]).toEqual([404, 'ResourceNotFound']);
    }
  });

  it('TORPOR-25 that is disarmed strikes nothing, and is armed again by a PUT', async () => {
    const vm = await world.createVm('disarmed');
    const body = { kind: 'internal-operation-error', target: { vm } };
    await world.armFault('off', body);
    await world.arm.ok('POST', `${EMULATOR}/faults/off/disarm`);
    expect((await world.act(`${vm}/restart`)).operation).toBe('Succeeded');
    expect(await world.fault('off')).toMatchObject({ status: 'disarmed', hits: 0, remaining: 1 });
    await world.armFault('off', body);
    expect((await world.act(`${vm}/restart`)).operation).toBe('Failed');
    expect(await world.fault('off')).toMatchObject({ status: 'spent', hits: 1, remaining: 0 });
  });

  it.each<[string, object, string, string]>([
    ['no kind', {}, 'invalid-body', 'kind'],
    ['an unknown kind', { kind: 'gremlins' }, 'invalid-body', 'kind'],
    ['a misspelt member', { kind: 'connection-reset', time: 1 }, 'unknown-member', 'time'],
    ['no times', { kind: 'connection-reset', times: 0 }, 'invalid-body', 'times'],
    ['a chance above 1', { kind: 'connection-reset', probability: 1.1 }, 'invalid-body', 'probability'],
    ['no chance', { kind: 'connection-reset', probability: 0 }, 'invalid-body', 'probability'],
    ['a seed that is none', { kind: 'connection-reset', seed: -1 }, 'invalid-body', 'seed'],
    ['an id of no VM', { kind: 'slow-operation', target: { vm: 'web-1' } }, 'invalid-body', 'target.vm'],
    [
      'a VM of another subscription',
      { kind: 'slow-operation', target: { vm: VM.replace(SUBSCRIPTION, SUBSCRIPTION.replace('1', '2')) } },
      'fault-invalid',
      'target.vm',
    ],
    ['an unknown target', { kind: 'slow-operation', target: { rack: 'r' } }, 'unknown-member', 'target.rack'],
    [
      'a host for a request',
      { kind: 'too-many-requests', target: { host: 'host-a' } },
      'fault-invalid',
      'target.host',
    ],
    [
      'a size for a request',
      { kind: 'too-many-requests', target: { size: 's' } },
      'fault-invalid',
      'target.size',
    ],
    [
      'a host for a placement',
      { kind: 'allocation-failed', target: { host: 'host-a' } },
      'fault-invalid',
      'target.host',
    ],
    [
      'an unknown operation',
      { kind: 'slow-operation', operations: ['sleep'] },
      'fault-invalid',
      'operations[0]',
    ],
    [
      'an operation it does not strike',
      { kind: 'hibernate-failed', operations: ['hibernate', 'start'] },
      'fault-invalid',
      'operations[1]',
    ],
    [
      'an unknown request',
      { kind: 'too-many-requests', operations: ['selfHibernate'] },
      'fault-invalid',
      'operations[0]',
    ],
    ['no operations', { kind: 'slow-operation', operations: [] }, 'invalid-body', 'operations'],
    [
      'a parameter of another kind',
      { kind: 'allocation-failed', parameters: { delayMs: 5 } },
      'fault-invalid',
      'parameters.delayMs',
    ],
    [
      'a parameter of no kind',
      { kind: 'slow-operation', parameters: { speed: 5 } },
      'unknown-member',
      'parameters.speed',
    ],
    [
      'a step of nothing',
      { kind: 'slow-operation', parameters: { step: 'dance' } },
      'fault-invalid',
      'parameters.step',
    ],
    [
      'after the pivot',
      { kind: 'internal-operation-error', parameters: { moment: 'after' } },
      'fault-invalid',
      'parameters.moment',
    ],
    [
      'no delay',
      { kind: 'slow-operation', parameters: { delayMs: 0 } },
      'invalid-body',
      'parameters.delayMs',
    ],
    [
      'an odd status',
      { kind: 'lost-operation-status', parameters: { status: 418 } },
      'invalid-body',
      'parameters.status',
    ],
    [
      'a guest fault without its device',
      { kind: 'guest:device-missing' },
      'fault-invalid',
      'parameters.slot',
    ],
    [
      'a guest fault of a device that is none',
      { kind: 'guest:device-missing', parameters: { slot: 'usb 0' } },
      'fault-invalid',
      'parameters.slot',
    ],
    [
      'a guest fault with too much',
      { kind: 'guest:noresume', parameters: { value: 1 } },
      'fault-invalid',
      'parameters.value',
    ],
  ])('TORPOR-3 with %s is refused by name and arms nothing', async (_what, properties, code, target) => {
    const before = await world.arm.snapshot();
    const { status, body } = await world.put('wrong', properties);
    expect([status, body.error.additionalInfo[0].info.code, body.error.target]).toEqual([
      400,
      code,
      `properties.${target}`,
    ]);
    expect(await world.arm.snapshot()).toBe(before);
  });
});

describe('the catalogue', () => {
  it('TORPOR-25 names every kind, where it strikes and what a client sees', async () => {
    const { value } = await world.arm.ok('GET', `${EMULATOR}/faultKinds`);
    expect(value.map(({ name }: { name: string }) => name)).toEqual([...ARMABLE_KINDS].sort());
    const idle = value.filter(
      ({ properties }: never) => (properties as { operations: [] }).operations.length === 0,
    );
    expect(idle).toEqual([]);
    const kind = (name: string) => value.find((entry: { name: string }) => entry.name === name).properties;
    expect(kind('hibernate-failed')).toMatchObject({
      place: 'operation',
      rule: 'AZURE-22',
      error: { code: 'VMHibernateFailed', httpStatus: 200 },
      operations: ['hibernate'],
      steps: ['await-s4'],
    });
    expect(kind('too-many-requests')).toMatchObject({
      place: 'request',
      error: { code: 'TooManyRequests', httpStatus: 429 },
      parameters: { retryAfterSeconds: { preset: 5, lowest: 1 } },
    });
    expect(kind('guest:device-missing')).toMatchObject({ place: 'guest', rule: 'R56' });
  });
});

describe('counting', () => {
  const NAMES = Array.from({ length: 50 }, (_, index) => `busy-${index}`);

  it('TORPOR-25 TORPOR-1 strikes exactly as often as armed among 50 operations at once', async () => {
    const vms: string[] = [];
    for (const name of NAMES) vms.push(await world.createVm(name));
    const fault = { kind: 'hibernate-failed', target: { size: 'Standard_D2s_v5' }, times: 17 };
    await world.armFault('seventeen', fault);
    const answers = await Promise.all(
      vms.map((vm) => world.arm.send('POST', `${vm}/deallocate?hibernate=true`)),
    );
    await world.arm.settled();
    const outcomes = await Promise.all(answers.map((answer) => world.outcomeOf(answer)));
    const failed = answers.filter((_, index) => outcomes[index]?.operation === 'Failed');
    const seventeen = await world.fault('seventeen');
    expect([failed.length, outcomes.filter(({ operation }) => operation === 'Succeeded').length]).toEqual([
      17, 33,
    ]);
    expect(seventeen).toMatchObject({ status: 'spent', remaining: 0, hits: 17 });
    const struck = seventeen.struck.map(({ operationId }: { operationId: string }) => operationId);
    expect(struck.toSorted()).toEqual(failed.map(({ headers }) => headers['x-ms-request-id']).toSorted());
    expect(await brokenPromises(world.arm.database)).toEqual([]);
  });

  it('TORPOR-25 turns away exactly as many requests as armed, of 50 at once', async () => {
    await world.armFault('nine', { kind: 'too-many-requests', times: 9, operations: ['get'] });
    const vm = vmPath('g-busy-0', 'busy-0');
    const answers = await Promise.all(NAMES.map(() => world.arm.send('GET', vm)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(41);
    expect(await world.fault('nine')).toMatchObject({ status: 'spent', hits: 9 });
  });

  it('TORPOR-10 arms one fault of a name of many at once, and refuses whoever comes in between', async () => {
    const answers = await Promise.all(NAMES.map(() => world.put('contended', { kind: 'hibernate-failed' })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(new Set([...statuses, 200, 201, 409])).toEqual(new Set([200, 201, 409]));
    await world.arm.ok('DELETE', `${EMULATOR}/faults/contended`);
  });

  it('TORPOR-12 draws the same chances from the same seed', async () => {
    const vm = vmPath('g-busy-1', 'busy-1');
    const sequence = async (seed: number) => {
      const fault = {
        kind: 'service-unavailable',
        times: 'unlimited',
        probability: 0.4,
        seed,
        target: { vm },
      };
      await world.armFault('maybe', fault);
      const statuses: number[] = [];
      for (let asked = 0; asked < 40; asked++) statuses.push((await world.arm.send('GET', vm)).status);
      expect((await world.fault('maybe')).hits).toBe(statuses.filter((status) => status === 503).length);
      await world.arm.ok('DELETE', `${EMULATOR}/faults/maybe`);
      return statuses;
    };
    const first = await sequence(42);
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await sequence(42)).toEqual(first);
    expect(await sequence(43)).not.toEqual(first);
  });
});
