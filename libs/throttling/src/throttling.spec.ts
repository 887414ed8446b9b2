import { describe, expect, it } from 'vitest';
import { refilled, remaining, takeOne } from './bucket.js';
import { policiesUnder, POLICY_NAMES, UNSET_THROTTLING, type ThrottlePolicies } from './policy.js';
import { chargeOf } from './request-charge.js';

const S = '/subscriptions/:subscriptionId';
const VM = `${S}/resourceGroups/:resourceGroupName/providers/Microsoft.Compute/virtualMachines/:vmName`;

describe('chargeOf', () => {
  it.each([
    ['PUT', VM, 'SubscriptionWrites', 'PutVM'],
    ['PATCH', VM, 'SubscriptionWrites', 'UpdateVM'],
    ['DELETE', VM, 'SubscriptionDeletes', 'DeleteVM'],
    ['GET', VM, 'SubscriptionReads', 'LowCostGet'],
    ['HEAD', VM, 'SubscriptionReads', 'LowCostGet'],
    ['GET', `${VM}/instanceView`, 'SubscriptionReads', 'LowCostGet'],
    ['GET', `${VM}/vmSizes`, 'SubscriptionReads', 'LowCostGet'],
    ['POST', `${VM}/start`, 'SubscriptionWrites', 'UpdateVM'],
    ['POST', `${VM}/restart`, 'SubscriptionWrites', 'UpdateVM'],
    ['POST', `${VM}/runCommand`, 'SubscriptionWrites', 'UpdateVM'],
    ['PUT', `${VM}/extensions/:name`, 'SubscriptionWrites', 'UpdateVM'],
    ['POST', `${VM}/deallocate`, 'SubscriptionWrites', 'DeleteVM'],
    ['POST', `${VM}/simulateEviction`, 'SubscriptionWrites', 'DeleteVM'],
    ['POST', `${VM}/assessPatches`, 'SubscriptionWrites', 'GuestPatch'],
    ['GET', VM.replace('/:vmName', ''), 'SubscriptionReads', 'HighCostGet'],
    ['GET', `${S}/providers/Microsoft.Compute/virtualMachines`, 'SubscriptionReads', 'HighCostGet'],
    [
      'GET',
      `${S}/providers/Microsoft.Compute/locations/:location/virtualMachines`,
      'SubscriptionReads',
      'HighCostGet',
    ],
    [
      'GET',
      `${S}/providers/Microsoft.Compute/locations/:location/operations/:operationId`,
      'SubscriptionReads',
      'GetOperation',
    ],
    ['GET', `${S}/resourceGroups`, 'SubscriptionReads', undefined],
    [
      'PUT',
      `${S}/resourceGroups/:resourceGroupName/providers/Microsoft.Network/virtualNetworks/:name`,
      'SubscriptionWrites',
      undefined,
    ],
  ])('ARM-30 %s %s counts as %s and %s', (method, route, subscription, compute) => {
    expect(chargeOf({ method, route })).toEqual({
      subscription,
      ...(compute === undefined ? {} : { compute }),
    });
  });

  it.each([
    ['GET', '/healthz'],
    ['GET', '/subscriptions'],
    ['PUT', `${S}/providers/Torpor.Emulator/throttling/default`],
  ])('ARM-30 %s %s is not counted', (method, route) => {
    expect(chargeOf({ method, route })).toBeUndefined();
  });
});

describe('policiesUnder', () => {
  const limit = { capacity: 12, refillPerMinute: 4 };
  const published = Object.fromEntries(
    POLICY_NAMES.map((name) => [name, { resource: limit, subscription: limit }]),
  ) as unknown as ThrottlePolicies;

  it('ARM-30 scales what is published, and takes overrides as they are', () => {
    const override = { subscription: { capacity: 1, refillPerMinute: 1 } };
    const { PutVM, DeleteVM } = policiesUnder(published, {
      enabled: true,
      scale: 0.1,
      overrides: { DeleteVM: override },
    });
    const small = { capacity: 1, refillPerMinute: 0.4 };
    expect([PutVM, DeleteVM]).toEqual([{ resource: small, subscription: small }, override]);
    expect(policiesUnder(published, UNSET_THROTTLING)).toEqual(published);
  });
});

describe('a bucket', () => {
  it('ASSUME-39 holds a burst, then fills up evenly', () => {
    const limit = { capacity: 3, refillPerMinute: 2 };
    let bucket = refilled(undefined, limit, 0);
    const left: (number | undefined)[] = [];
    for (const nowMs of [0, 0, 0, 0, 29_999, 30_000, 60_000, 600_000]) {
      const taken = takeOne(refilled(bucket, limit, nowMs));
      left.push(taken === undefined ? undefined : remaining(taken));
      bucket = taken ?? bucket;
    }
    expect(left).toEqual([2, 1, 0, undefined, undefined, 0, 0, 2]);
  });
});
