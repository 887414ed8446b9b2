import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmTestApp } from '../world/arm-app.js';
import { nic, nicBody, openCloudWithVm, outcomeOf, vm, vmBody, wrong } from '../world/arm-requests.js';
import { act } from '../world/arm-groups.js';

/** A size without accelerated networking. */
const PLAIN_SIZE = { hardwareProfile: { vmSize: 'Standard_B2ms' } };
const CODE = 'VMSizeIsNotPermittedToEnableAcceleratedNetworking';
const FAST = nicBody({ enableAcceleratedNetworking: true });
const withNic = (name: string) => ({ networkProfile: { networkInterfaces: [{ id: nic(name) }] } });

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await openCloudWithVm();
  await arm.ok('PUT', nic('fast'), FAST);
  await arm.ok('PUT', nic('lent-fast'), FAST);
  await arm.ok('PUT', nic('lent-plain'), nicBody());
  await arm.ok('PUT', vm('large'), vmBody(withNic('lent-fast')));
  await arm.ok('PUT', vm('small'), vmBody({ ...PLAIN_SIZE, ...withNic('lent-plain') }));
  await arm.settled();
  for (const name of ['large', 'small']) await act(arm, `${vm(name)}/deallocate`);
});
afterAll(() => arm.close());

describe('accelerated networking on a size without it', () => {
  it.each([
    wrong('a new VM', 'PUT', vm('new'), vmBody({ ...PLAIN_SIZE, ...withNic('fast') }), 400, CODE),
    wrong('a resize', 'PATCH', vm('large'), { properties: PLAIN_SIZE }, 400, CODE),
    wrong('another NIC', 'PATCH', vm('small'), { properties: withNic('fast') }, 400, CODE),
    wrong('switching it on at the NIC', 'PUT', nic('lent-plain'), FAST, 400, CODE),
  ])('AZURE-43 TORPOR-3 refuses $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });

  it('AZURE-43 goes where the size supports it', async () => {
    await arm.ok('PATCH', vm('large'), {
      properties: { hardwareProfile: { vmSize: 'Standard_D4s_v5' } },
    });
    await arm.ok('PUT', nic('lent-fast'), nicBody());
    await arm.ok('PATCH', vm('large'), { properties: PLAIN_SIZE });
    await act(arm, `${vm('large')}/start`);
    expect((await arm.ok('GET', vm('large'))).properties.hardwareProfile).toEqual({
      vmSize: 'Standard_B2ms',
    });
  });
});
