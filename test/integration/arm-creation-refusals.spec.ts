import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArmTestApp, groupPath } from '../world/arm-app.js';
import {
  G,
  MISSING,
  location,
  nic,
  disk,
  vm,
  diskBody,
  vmBody,
  storage,
  hibernating,
  openCloudWithVm,
  outcomeOf,
  wrong,
} from '../world/arm-requests.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await openCloudWithVm();
});
afterAll(() => arm.close());

describe('wrong requests on disks change nothing', () => {
  it.each([
    wrong(
      'no size',
      'PUT',
      disk('new'),
      { location, properties: { creationData: { createOption: 'Empty' } } },
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong(
      'an unknown SKU',
      'PUT',
      disk('new'),
      diskBody({}, { sku: { name: 'Golden_LRS' } }),
      400,
      'InvalidParameter',
      'sku.name',
    ),
    wrong(
      'a disk too large',
      'PUT',
      disk('new'),
      diskBody({ diskSizeGB: 40_000 }),
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong(
      'a restored disk',
      'PUT',
      disk('new'),
      diskBody({ creationData: { createOption: 'Restore' } }),
      400,
      'InvalidRequestContent',
      'properties.creationData.createOption',
    ),
    wrong(
      'an import of nothing',
      'PUT',
      disk('new'),
      diskBody({ creationData: { createOption: 'Import' } }),
      400,
      'InvalidParameter',
      'properties.creationData.sourceUri',
    ),
    wrong(
      'an image that no gallery has',
      'PUT',
      disk('new'),
      diskBody({
        creationData: {
          createOption: 'FromImage',
          galleryImageReference: {
            id: groupPath(G, 'Microsoft.Compute/galleries/g/images/i/versions/1.0.0'),
          },
        },
      }),
      404,
      'ResourceNotFound',
      'properties.creationData.galleryImageReference.id',
    ),
    wrong(
      'a copy of nothing',
      'PUT',
      disk('new'),
      diskBody({ creationData: { createOption: 'Copy', sourceResourceId: disk('missing') } }),
      404,
      'ResourceNotFound',
      'properties.creationData.sourceResourceId',
    ),
    wrong(
      'a copy too small',
      'PUT',
      disk('new'),
      diskBody({ diskSizeGB: 4, creationData: { createOption: 'Copy', sourceResourceId: disk('free') } }),
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong(
      'a disk shrinks',
      'PATCH',
      disk('free'),
      { properties: { diskSizeGB: 4 } },
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong(
      'made differently',
      'PUT',
      disk('free'),
      diskBody({ creationData: { createOption: 'FromImage' } }),
      409,
      'PropertyChangeNotAllowed',
      'properties.creationData.createOption',
    ),
    wrong('no such disk', 'PATCH', disk('missing'), { tags: {} }, 404, 'ResourceNotFound'),
  ])('ARM-19 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });
});

describe('wrong requests for new VMs change nothing', () => {
  const OS = 'properties.storageProfile.osDisk';
  const profile = (id: string) => ({ networkProfile: { networkInterfaces: [{ id }] } });

  it.each([
    wrong(
      'no size',
      'PUT',
      vm('new'),
      { location, properties: {} },
      400,
      'InvalidRequestContent',
      'properties.hardwareProfile.vmSize',
    ),
    wrong(
      'an unknown size',
      'PUT',
      vm('new'),
      vmBody({ hardwareProfile: { vmSize: 'Standard_X1' } }),
      400,
      'InvalidParameter',
      'properties.hardwareProfile.vmSize',
    ),
    wrong(
      'no image',
      'PUT',
      vm('new'),
      vmBody({ storageProfile: { osDisk: { createOption: 'FromImage' } } }),
      400,
      'InvalidParameter',
      'properties.storageProfile.imageReference',
    ),
    wrong(
      'an OS disk smaller than its image',
      'PUT',
      vm('new'),
      vmBody(storage({ diskSizeGB: 8 })),
      400,
      'InvalidParameter',
      `${OS}.diskSizeGB`,
    ),
    wrong(
      'an unmanaged disk',
      'PUT',
      vm('new'),
      vmBody(storage({ vhd: { uri: 'https://x' } })),
      400,
      'InvalidRequestContent',
      `${OS}.vhd`,
    ),
    wrong(
      'an OS disk that is not there',
      'PUT',
      vm('new'),
      vmBody(storage({ createOption: 'Attach', managedDisk: { id: disk('missing') } })),
      404,
      'ResourceNotFound',
    ),
    wrong(
      'two disks at one LUN',
      'PUT',
      vm('new'),
      vmBody(
        storage({}, [
          { lun: 1, createOption: 'Empty', diskSizeGB: 4 },
          { lun: 1, createOption: 'Empty', diskSizeGB: 4 },
        ]),
      ),
      400,
      'InvalidParameter',
    ),
    wrong(
      'one disk twice',
      'PUT',
      vm('new'),
      vmBody(
        storage(
          {},
          [0, 1].map((lun) => ({ lun, createOption: 'Attach', managedDisk: { id: disk('free') } })),
        ),
      ),
      409,
      'OperationNotAllowed',
    ),
    wrong(
      'a disk of the wrong size',
      'PUT',
      vm('new'),
      vmBody(
        storage({}, [{ lun: 0, createOption: 'Attach', managedDisk: { id: disk('free') }, diskSizeGB: 16 }]),
      ),
      409,
      'PropertyChangeNotAllowed',
    ),
    wrong(
      'more disks than the size takes',
      'PUT',
      vm('new'),
      vmBody(
        storage(
          {},
          [0, 1, 2, 3, 4].map((lun) => ({ lun, createOption: 'Empty', diskSizeGB: 4 })),
        ),
      ),
      409,
      'OperationNotAllowed',
    ),
    wrong('a name that a disk has', 'PUT', vm('new'), vmBody(storage({ name: 'free' })), 409, 'Conflict'),
    wrong(
      'a NIC that is not there',
      'PUT',
      vm('new'),
      vmBody(profile(nic('missing'))),
      404,
      'ResourceNotFound',
    ),
    wrong('a NIC in use', 'PUT', vm('new'), vmBody(profile(nic('used'))), 409, 'OperationNotAllowed'),
    wrong(
      'a NIC that is none',
      'PUT',
      vm('new'),
      vmBody(profile(disk('free'))),
      400,
      'InvalidRequestContent',
      'properties.networkProfile.networkInterfaces[0].id',
    ),
    wrong(
      'a NIC to be made',
      'PUT',
      vm('new'),
      vmBody({ networkProfile: { networkInterfaceConfigurations: [{ name: 'x' }] } }),
      400,
      'InvalidRequestContent',
      'properties.networkProfile.networkInterfaceConfigurations',
    ),
    wrong(
      'a misspelt member',
      'PUT',
      vm('new'),
      vmBody({ additionalCapabilities: { hibernateEnabled: true } }),
      400,
      'InvalidRequestContent',
      'properties.additionalCapabilities.hibernateEnabled',
    ),
    wrong('a group that is not there', 'PUT', MISSING, vmBody(), 404, 'ResourceGroupNotFound'),
    wrong('a name that is none', 'PUT', vm('-vm'), vmBody(), 400, 'InvalidParameter', 'vmName'),
  ])('ARM-19 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });

  const GROUP_ID = { id: '/x' };
  it.each([
    ['AZURE-7', hibernating({ hardwareProfile: { vmSize: 'Standard_D2s_v3' } })],
    ['AZURE-4', hibernating({ hardwareProfile: { vmSize: 'Standard_D8s_v5' } })],
    [
      'AZURE-8',
      hibernating(
        storage({}, [], { publisher: 'OpenLogic', offer: 'CentOS', sku: '7_9', version: 'latest' }),
      ),
    ],
    ['AZURE-3', hibernating(storage({ createOption: 'Attach', managedDisk: { id: disk('free') } }))],
    ['AZURE-9', hibernating({ priority: 'Spot' })],
    ['AZURE-10', hibernating({ availabilitySet: GROUP_ID })],
    ['AZURE-11', hibernating({ hostGroup: GROUP_ID })],
    ['AZURE-12', hibernating({ capacityReservation: { capacityReservationGroup: GROUP_ID } })],
    ['AZURE-13', hibernating(storage({}, [], { id: groupPath(G, 'Microsoft.Compute/images/mine') }))],
    ['AZURE-14', hibernating(storage({ diffDiskSettings: { option: 'Local' } }))],
    [
      'AZURE-15',
      hibernating(storage({}, [{ lun: 0, createOption: 'Attach', managedDisk: { id: disk('shareable') } }])),
    ],
    ['AZURE-16', hibernating({ securityProfile: { securityType: 'TrustedLaunch' } })],
    ['ENABLE-6', hibernating({ hardwareProfile: { vmSize: 'Standard_D2ps_v5' } })],
  ])('%s rules hibernation out', async (rule, body) => {
    const before = await arm.snapshot();
    const { status, body: answer } = await arm.send('PUT', vm('new'), body);
    expect([status, answer.error.code, answer.error.additionalInfo[0].info.rule]).toEqual([
      409,
      'OperationNotAllowed',
      rule,
    ]);
    expect(await arm.snapshot()).toBe(before);
  });

  it('AZURE-4 names both sizes, in bytes', async () => {
    const { body } = await arm.send(
      'PUT',
      vm('new'),
      hibernating({ hardwareProfile: { vmSize: 'Standard_D8s_v5' } }),
    );
    expect(body.error.message).toMatch(
      / has 32212254720 bytes and must have more than the 34359738368 bytes /,
    );
  });
});
