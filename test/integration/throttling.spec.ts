import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EMULATOR, FaultApp } from '../world/fault-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let world: FaultApp;
let vm: string;

const THROTTLING = `${EMULATOR}/throttling/default`;

beforeAll(async () => {
  world = await FaultApp.open();
  vm = await world.createVm('web');
  await world.arm.ok('PUT', `${EMULATOR}/clock/default`, { properties: { mode: 'manual' } });
});
afterAll(() => world.close());
beforeEach(() => set({ enabled: false }));

const set = (properties: object) => world.arm.ok('PUT', THROTTLING, { properties });
const send = (method: string, path: string) => world.arm.send(method, path);
const advance = (seconds: number) =>
  world.arm.ok('POST', `${EMULATOR}/clock/default/advance`, { milliseconds: seconds * 1_000 });
const RESOURCE = 'x-ms-ratelimit-remaining-resource';

describe('throttling', () => {
  it('ARM-30 is off at first: nothing is counted and nothing is said', async () => {
    const fresh = await FaultApp.open([]);
    const document = await fresh.arm.ok('GET', THROTTLING);
    await fresh.close();
    expect(document).toMatchObject({
      id: THROTTLING,
      type: 'Torpor.Emulator/throttling',
      properties: { enabled: false, scale: 1, overrides: {} },
    });
    // The limits that Azure publishes, as they stand in the data.
    expect(document.properties.limits).toEqual({
      PutVM: both(12, 4, 1_500, 500),
      UpdateVM: both(12, 4, 1_500, 500),
      DeleteVM: both(12, 4, 1_500, 500),
      LowCostGet: both(36, 12, 24_000, 8_000),
      HighCostGet: { subscription: { capacity: 900, refillPerMinute: 300 } },
      GetOperation: both(45, 15, 15_000, 5_000),
      GuestPatch: both(6, 2, 600, 200),
      SubscriptionReads: { subscription: { capacity: 12_000, refillPerMinute: 200 } },
      SubscriptionWrites: { subscription: { capacity: 1_200, refillPerMinute: 20 } },
      SubscriptionDeletes: { subscription: { capacity: 15_000, refillPerMinute: 250 } },
    });
    const names = Object.keys((await send('GET', vm)).headers);
    expect(names.filter((name) => name.startsWith('x-ms-ratelimit'))).toEqual([]);
  });

  it('ARM-30 says on every request what is left, by the bucket that it takes from', async () => {
    await set({ enabled: true });
    const shown = async (method: string, path: string) => {
      const { headers } = await send(method, path);
      await world.arm.settled();
      const arm = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-ratelimit-remaining-sub'));
      return [headers[RESOURCE], ...arm.map(([name, value]) => `${name.slice(38)} ${value}`)];
    };
    const compute = (policy: string, resource: number, subscription: number) =>
      `Microsoft.Compute/${policy}Resource;${resource},Microsoft.Compute/${policy}Subscription;${subscription}`;
    expect(await shown('GET', vm)).toEqual([compute('LowCostGet', 35, 23_999), 'reads 11999']);
    expect(await shown('GET', `${vm}/instanceView`)).toEqual([
      compute('LowCostGet', 34, 23_998),
      'reads 11998',
    ]);
    expect(await shown('POST', `${vm}/restart`)).toEqual([compute('UpdateVM', 11, 1_499), 'writes 1199']);
    expect(await shown('POST', `${vm}/deallocate?hibernate=true`)).toEqual([
      compute('DeleteVM', 11, 1_499),
      'writes 1198',
    ]);
    expect(
      await shown('GET', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines`),
    ).toEqual(['Microsoft.Compute/HighCostGetSubscription;899', 'reads 11997']);
    expect(await shown('DELETE', `${vm}-none`)).toEqual([compute('DeleteVM', 11, 1_498), 'deletes 14999']);
    expect(await shown('GET', vm.split('/providers')[0] ?? '')).toEqual([undefined, 'reads 11996']);
  });

  it('ARM-30 turns a request away beyond its bucket, as the compute provider does, until it has filled up', async () => {
    await set({
      enabled: true,
      overrides: { LowCostGet: { resource: { capacity: 2, refillPerMinute: 4 } } },
    });
    const statuses = [];
    for (let asked = 0; asked < 3; asked++) statuses.push((await send('GET', vm)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const { status, headers, body } = await send('GET', vm);
    expect([status, headers['retry-after'], headers[RESOURCE]]).toEqual([
      429,
      '15',
      'Microsoft.Compute/LowCostGetResource;0',
    ]);
    expect(body.error).toMatchObject({
      code: 'OperationNotAllowed',
      message: expect.stringContaining('too many requests have been received for this subscription'),
      details: [{ code: 'TooManyRequests', target: 'LowCostGet' }],
    });
    expect(JSON.parse(body.error.details[0].message)).toMatchObject({
      operationGroup: 'LowCostGet',
      allowedRequestCount: 2,
      startTime: expect.any(String),
    });
    // Another VM, and other policies, have buckets of their own.
    expect((await send('GET', `${vm}-none`)).status).toBe(404);
    await advance(14);
    expect((await send('GET', vm)).status).toBe(429);
    await advance(1);
    expect((await send('GET', vm)).status).toBe(200);
    expect((await send('GET', vm)).status).toBe(429);
  });

  it('ARM-30 turns requests away beyond the limits of the subscription, as Azure Resource Manager does', async () => {
    await set({
      enabled: true,
      overrides: { SubscriptionWrites: { subscription: { capacity: 1, refillPerMinute: 60 } } },
    });
    expect((await send('POST', `${vm}-none/start`)).status).toBe(404);
    const { status, headers, body } = await send('POST', `${vm}-none/start`);
    expect([status, body.error.code, headers['retry-after']]).toEqual([
      429,
      'SubscriptionRequestsThrottled',
      '1',
    ]);
    expect([body.error.details, headers['x-ms-ratelimit-remaining-subscription-writes']]).toEqual([
      undefined,
      '0',
    ]);
    // What is refused takes nothing from the other buckets.
    expect(headers[RESOURCE]).toBe(
      'Microsoft.Compute/UpdateVMResource;11,Microsoft.Compute/UpdateVMSubscription;1499',
    );
    expect((await send('PUT', `${EMULATOR}/faults/none`)).status).toBe(400);
  });

  it('ARM-30 lets exactly as many of many requests at once through as the bucket holds', async () => {
    await set({
      enabled: true,
      overrides: { LowCostGet: { resource: { capacity: 7, refillPerMinute: 1 } } },
    });
    const answers = await Promise.all(Array.from({ length: 40 }, () => send('GET', vm)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(33);
  });

  it('ARM-30 serves every one of many requests at once while it is set again and again', async () => {
    await set({ enabled: true });
    const settings = Array.from({ length: 12 }, (_, round) => ({ enabled: true, scale: 1 + (round % 2) }));
    const setting: number[] = [];
    // Each takes from three buckets: of its resource, and two of the subscription that all share.
    const asking = Array.from({ length: 12 }, async (_, client) => {
      const statuses = new Set<number>();
      for (let request = 0; setting.length < settings.length; request++) {
        statuses.add((await send('GET', `${vm}-none-${(client + request) % 5}`)).status);
      }
      return [...statuses];
    });
    for (const properties of settings) {
      setting.push((await world.arm.send('PUT', THROTTLING, { properties })).status);
    }
    const asked = (await Promise.all(asking)).flat().filter((status) => status !== 404 && status !== 429);
    expect([setting, asked]).toEqual([settings.map(() => 200), []]);
  });

  it('ARM-30 is scaled, and begins with full buckets whenever it is set', async () => {
    const { properties } = await set({ enabled: true, scale: 0.25 });
    expect(properties.limits.DeleteVM).toEqual(both(3, 1, 375, 125));
    await set(properties);
    expect((await world.arm.ok('GET', THROTTLING)).properties).toEqual(properties);
    expect((await send('GET', vm)).headers[RESOURCE]).toContain('LowCostGetResource;8,');
    await set(properties);
    expect((await send('GET', vm)).headers[RESOURCE]).toContain('LowCostGetResource;8,');
  });

  it.each<[string, object, string]>([
    ['nothing', {}, 'properties.enabled'],
    ['no scale', { enabled: true, scale: 0 }, 'properties.scale'],
    ['an unknown policy', { enabled: true, overrides: { PutDisk: {} } }, 'properties.overrides.PutDisk'],
    [
      'an empty bucket',
      { enabled: true, overrides: { PutVM: { resource: { capacity: 0, refillPerMinute: 1 } } } },
      'properties.overrides.PutVM.resource.capacity',
    ],
    [
      'a bucket that never fills',
      { enabled: true, overrides: { PutVM: { subscription: { capacity: 1, refillPerMinute: 0 } } } },
      'properties.overrides.PutVM.subscription.refillPerMinute',
    ],
  ])('TORPOR-3 with %s is refused by name', async (_what, properties, target) => {
    const before = await world.arm.snapshot();
    const { status, body } = await world.arm.send('PUT', THROTTLING, { properties });
    expect([status, body.error.target, await world.arm.snapshot()]).toEqual([400, target, before]);
  });
});

function both(resource: number, resourceRefill: number, subscription: number, subscriptionRefill: number) {
  return {
    resource: { capacity: resource, refillPerMinute: resourceRefill },
    subscription: { capacity: subscription, refillPerMinute: subscriptionRefill },
  };
}
