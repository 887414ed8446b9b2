import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArmTestApp, groupPath } from '../world/arm-app.js';
import {
  G,
  MISSING,
  location,
  network,
  nic,
  disk,
  vm,
  networkBody,
  nicBody,
  vmBody,
  storage,
  openCloudWithVm,
  outcomeOf,
  wrong,
  IMAGE,
} from '../world/arm-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await openCloudWithVm();
});
afterAll(() => arm.close());

describe('wrong requests on existing VMs change nothing', () => {
  const patch = (properties: object) => ({ properties });

  it.each([
    wrong(
      'a flag that is none',
      'POST',
      `${vm('vm')}/deallocate?hibernate=perhaps`,
      undefined,
      400,
      'InvalidParameter',
      'hibernate',
    ),
    wrong(
      'hibernation that is not enabled',
      'POST',
      `${vm('vm')}/deallocate?hibernate=true`,
      undefined,
      409,
      'OperationNotAllowed',
    ),
    wrong(
      'a start of what is not there',
      'POST',
      `${vm('missing')}/start`,
      undefined,
      404,
      'ResourceNotFound',
    ),
    wrong(
      'a start in a group that is not there',
      'POST',
      `${MISSING}/start`,
      undefined,
      404,
      'ResourceGroupNotFound',
    ),
    wrong(
      'another location',
      'PUT',
      vm('vm'),
      { ...vmBody(), location: 'westus2' },
      409,
      'PropertyChangeNotAllowed',
      'location',
    ),
    wrong(
      'another image',
      'PUT',
      vm('vm'),
      vmBody(storage({}, [], { ...IMAGE, publisher: 'Debian' })),
      409,
      'PropertyChangeNotAllowed',
      'properties.storageProfile.imageReference',
    ),
    wrong(
      'a size that there is not, while it runs',
      'PATCH',
      vm('vm'),
      patch({ hardwareProfile: { vmSize: 'Standard_None' } }),
      400,
      'InvalidParameter',
      'properties.hardwareProfile.vmSize',
    ),
    wrong(
      'hibernation while it runs',
      'PATCH',
      vm('vm'),
      patch({ additionalCapabilities: { hibernationEnabled: true } }),
      409,
      'OperationNotAllowed',
    ),
    wrong(
      'an availability set later',
      'PATCH',
      vm('vm'),
      patch({ availabilitySet: { id: '/x' } }),
      409,
      'PropertyChangeNotAllowed',
    ),
    wrong(
      'a disk that is not there',
      'PATCH',
      vm('vm'),
      patch({
        storageProfile: {
          dataDisks: [{ lun: 0, createOption: 'Attach', managedDisk: { id: disk('missing') } }],
        },
      }),
      404,
      'ResourceNotFound',
    ),
    wrong(
      'a member that cannot be patched',
      'PATCH',
      vm('vm'),
      { location },
      400,
      'InvalidRequestContent',
      'location',
    ),
    wrong(
      'an expansion that is none',
      'GET',
      `${vm('vm')}?$expand=everything`,
      undefined,
      400,
      'InvalidParameter',
      '$expand',
    ),
    wrong(
      'a filter',
      'GET',
      `${groupPath(G, 'Microsoft.Compute/virtualMachines')}?$filter=x`,
      undefined,
      400,
      'InvalidParameter',
      '$filter',
    ),
    wrong(
      'a list in a group that is not there',
      'GET',
      groupPath('missing', 'Microsoft.Compute/virtualMachines'),
      undefined,
      404,
      'ResourceGroupNotFound',
    ),
    wrong(
      'an operation that is none',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/eastus/operations/x`,
      undefined,
      404,
      'ResourceNotFound',
      'operationId',
    ),
    wrong(
      'an operation that nobody began',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/operationresults/33333333-3333-3333-3333-333333333333`,
      undefined,
      404,
      'ResourceNotFound',
    ),
  ])('ARM-15 ARM-19 ARM-22 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });

  it('TORPOR-2 ARM-23 a second operation and a change meanwhile', async () => {
    arm.queue.pause();
    await arm.send('POST', `${vm('vm')}/restart`);
    const before = await arm.snapshot();
    const busy = [
      await arm.send('POST', `${vm('vm')}/powerOff`),
      await arm.send('PATCH', vm('vm'), { tags: { a: 'b' } }),
      await arm.send('DELETE', vm('vm')),
      await arm.send('PUT', nic('used'), nicBody({ enableIPForwarding: true })),
    ];
    expect(busy.map(({ status, body }) => [status, body.error.additionalInfo[0].info.code])).toEqual([
      [409, 'vm-busy'],
      [409, 'vm-busy'],
      [409, 'vm-busy'],
      [409, 'vm-busy'],
    ]);
    expect(await arm.snapshot()).toBe(before);
    arm.queue.resume();
    await arm.settled();
  });
});

describe('requests at the same time', () => {
  it('ARM-29 give every NIC an address of its own', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `race-${at}`);
    const answers = await Promise.all(names.map((name) => arm.send('PUT', nic(name), nicBody())));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
    const addresses = answers.map(
      ({ body }) => body.properties.ipConfigurations[0].properties.privateIPAddress,
    );
    expect(new Set(addresses).size).toBe(names.length);
  });

  it('TORPOR-5 ARM-34 make one VM of one name, with the NIC that both want', async () => {
    const body = vmBody({ networkProfile: { networkInterfaces: [{ id: nic('race-0') }] } });
    const answers = await Promise.all([1, 2, 3].map(() => arm.send('PUT', vm('race'), body)));
    await arm.settled();
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
    const [{ vms }] = await arm.database.query(
      `select count(*)::integer as vms from virtual_machine where name_key = 'race'`,
    );
    expect(vms).toBe(1);
  });

  it('TORPOR-5 give a NIC to one of two VMs', async () => {
    const body = vmBody({ networkProfile: { networkInterfaces: [{ id: nic('race-1') }] } });
    const answers = await Promise.all(['left', 'right'].map((name) => arm.send('PUT', vm(name), body)));
    await arm.settled();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('ARM-24 delete a network or use it, never both', async () => {
    await arm.ok('PUT', network('brief'), networkBody());
    const body = nicBody({}, { subnet: { id: `${network('brief')}/subnets/default` } });
    const [used, deleted] = await Promise.all([
      arm.send('PUT', nic('brief'), body),
      arm.send('DELETE', network('brief')),
    ]);
    expect([
      [201, 409],
      [404, 202],
    ]).toContainEqual([used.status, deleted.status]);
  });
});
