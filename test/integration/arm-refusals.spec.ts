import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const G = 'g';
const network = (name: string) => groupPath(G, `Microsoft.Network/virtualNetworks/${name}`);
const nic = (name: string) => groupPath(G, `Microsoft.Network/networkInterfaces/${name}`);
const disk = (name: string) => groupPath(G, `Microsoft.Compute/disks/${name}`);
const vm = (name: string) => groupPath(G, `Microsoft.Compute/virtualMachines/${name}`);
const MISSING = groupPath('missing', 'Microsoft.Compute/virtualMachines/vm');
const SUBNET = `${network('net')}/subnets/default`;

const location = 'eastus';
const networkBody = (properties: object = {}) => ({
  location,
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    ...properties,
  },
});
const nicBody = (properties: object = {}, ip: object = {}) => ({
  location,
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: SUBNET }, ...ip } }],
    ...properties,
  },
});
const diskBody = (properties: object = {}, more: object = {}) => ({
  location,
  properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8, ...properties },
  ...more,
});
const IMAGE = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };
const vmBody = (properties: object = {}, more: object = {}) => ({
  location,
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: { imageReference: IMAGE, osDisk: { createOption: 'FromImage' } },
    ...properties,
  },
  ...more,
});
const storage = (osDisk: object, dataDisks: readonly object[] = [], image: object | undefined = IMAGE) => ({
  storageProfile: { imageReference: image, osDisk: { createOption: 'FromImage', ...osDisk }, dataDisks },
});
const hibernating = (properties: object = {}) =>
  vmBody({ additionalCapabilities: { hibernationEnabled: true }, ...properties });

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.ok('PUT', groupPath(G), { location });
  await arm.ok('PUT', network('net'), networkBody());
  await arm.ok('PUT', nic('free'), nicBody());
  await arm.ok('PUT', nic('used'), nicBody({ macAddress: '00-0D-3A-00-00-01' }));
  await arm.ok('PUT', disk('free'), diskBody());
  await arm.ok('PUT', disk('shareable'), diskBody({ maxShares: 2 }));
  await arm.ok('PUT', vm('vm'), vmBody({ networkProfile: { networkInterfaces: [{ id: nic('used') }] } }));
  await arm.settled();
});
afterAll(() => arm.close());

type Row = readonly [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  code: string,
  target?: string,
];

/** Sends a wrong request: it must be refused so, and leave everything as it was (TORPOR-3). */
async function expectRefusal([, method, path, body, status, code, target]: Row): Promise<void> {
  const before = await arm.snapshot();
  const answer = await arm.send(method, path, body);
  const { error } = answer.body;
  expect([answer.status, error.code, error.target]).toEqual([status, code, target]);
  expect(await arm.snapshot()).toBe(before);
}

describe('wrong requests on groups and networks change nothing', () => {
  it.each<Row>([
    ['no location', 'PUT', groupPath('new'), {}, 400, 'InvalidRequestContent', 'location'],
    [
      'a location that is none',
      'PUT',
      groupPath('new'),
      { location: '!' },
      400,
      'InvalidRequestContent',
      'location',
    ],
    [
      'another location',
      'PUT',
      groupPath(G),
      { location: 'westus2' },
      409,
      'PropertyChangeNotAllowed',
      'location',
    ],
    [
      'a name with a slash in it',
      'PUT',
      groupPath('a%2Fb'),
      { location },
      400,
      'InvalidParameter',
      'resourceGroupName',
    ],
    [
      'an unknown member',
      'PUT',
      groupPath('new'),
      { location, colour: 1 },
      400,
      'InvalidRequestContent',
      'colour',
    ],
    [
      'a tag that is no text',
      'PATCH',
      groupPath(G),
      { tags: { a: 1 } },
      400,
      'InvalidRequestContent',
      'tags.a',
    ],
    [
      'a filter that is none',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups?$filter=x`,
      undefined,
      400,
      'InvalidParameter',
      '$filter',
    ],
    ['no such group', 'DELETE', groupPath('missing'), undefined, 404, 'ResourceGroupNotFound'],
    [
      'another subscription',
      'GET',
      '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups',
      undefined,
      404,
      'SubscriptionNotFound',
      '/subscriptions/33333333-3333-3333-3333-333333333333',
    ],
    [
      'a network without addresses',
      'PUT',
      network('new'),
      { location, properties: {} },
      400,
      'InvalidRequestContent',
      'properties.addressSpace',
    ],
    [
      'a network with IPv6',
      'PUT',
      network('new'),
      networkBody({ addressSpace: { addressPrefixes: ['fd00::/48'] } }),
      400,
      'InvalidParameter',
      'properties.addressSpace.addressPrefixes[0]',
    ],
    [
      'a subnet outside',
      'PUT',
      network('new'),
      networkBody({ subnets: [{ name: 's', properties: { addressPrefix: '192.168.0.0/24' } }] }),
      400,
      'InvalidParameter',
      'subnet s',
    ],
    [
      'a subnet in use is left out',
      'PUT',
      network('net'),
      networkBody({ subnets: [] }),
      409,
      'OperationNotAllowed',
    ],
    [
      'a subnet in use moves',
      'PUT',
      SUBNET,
      { properties: { addressPrefix: '10.0.9.0/24' } },
      409,
      'OperationNotAllowed',
    ],
    ['a subnet in use goes', 'DELETE', SUBNET, undefined, 409, 'OperationNotAllowed'],
    ['a network in use goes', 'DELETE', network('net'), undefined, 409, 'OperationNotAllowed'],
    [
      'a network in a group that is not there',
      'PUT',
      groupPath('missing', 'Microsoft.Network/virtualNetworks/n2'),
      networkBody(),
      404,
      'ResourceGroupNotFound',
    ],
    ['no such network', 'GET', network('missing'), undefined, 404, 'ResourceNotFound'],
    ['no such subnet', 'GET', `${network('net')}/subnets/missing`, undefined, 404, 'ResourceNotFound'],
  ])('ARM-19 TORPOR-3 %s', (...row) => expectRefusal(row));
});

describe('wrong requests on network interfaces change nothing', () => {
  const ip = (properties: object) => nicBody({}, properties);

  it.each<Row>([
    [
      'no configuration',
      'PUT',
      nic('new'),
      nicBody({ ipConfigurations: [] }),
      400,
      'InvalidRequestContent',
      'properties.ipConfigurations',
    ],
    [
      'a subnet that is none',
      'PUT',
      nic('new'),
      ip({ subnet: { id: network('net') } }),
      400,
      'InvalidRequestContent',
      'properties.ipConfigurations[0].properties.subnet.id',
    ],
    [
      'no such subnet',
      'PUT',
      nic('new'),
      ip({ subnet: { id: `${network('net')}/subnets/missing` } }),
      404,
      'ResourceNotFound',
      'properties.ipConfigurations.ip.subnet.id',
    ],
    [
      'an address that is taken',
      'PUT',
      nic('new'),
      ip({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.4' }),
      400,
      'InvalidParameter',
      'properties.ipConfigurations.ip.privateIPAddress',
    ],
    [
      'an address that is kept back',
      'PUT',
      nic('new'),
      ip({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.1' }),
      400,
      'InvalidParameter',
      'properties.ipConfigurations.ip.privateIPAddress',
    ],
    [
      'a static address that is not said',
      'PUT',
      nic('new'),
      ip({ privateIPAllocationMethod: 'Static' }),
      400,
      'InvalidParameter',
      'properties.ipConfigurations',
    ],
    [
      'IPv6',
      'PUT',
      nic('new'),
      ip({ privateIPAddressVersion: 'IPv6' }),
      400,
      'InvalidRequestContent',
      'properties.ipConfigurations[0].properties.privateIPAddressVersion',
    ],
    [
      'a MAC that is none',
      'PUT',
      nic('new'),
      nicBody({ macAddress: 'x' }),
      400,
      'InvalidRequestContent',
      'properties.macAddress',
    ],
    [
      'a MAC of a group',
      'PUT',
      nic('new'),
      nicBody({ macAddress: '01-00-5E-00-00-01' }),
      400,
      'InvalidRequestContent',
      'properties.macAddress',
    ],
    [
      'a MAC that is taken',
      'PUT',
      nic('new'),
      nicBody({ macAddress: '000d3a000001' }),
      409,
      'Conflict',
      'properties.macAddress',
    ],
    [
      'another MAC',
      'PUT',
      nic('used'),
      nicBody({ macAddress: '00-0D-3A-00-00-02' }),
      409,
      'PropertyChangeNotAllowed',
      'properties.macAddress',
    ],
    [
      'acceleration on a running VM',
      'PUT',
      nic('used'),
      nicBody({ enableAcceleratedNetworking: true }),
      409,
      'OperationNotAllowed',
      'properties.enableAcceleratedNetworking',
    ],
    [
      'a network elsewhere',
      'PUT',
      nic('new'),
      { ...nicBody(), location: 'westus2' },
      400,
      'InvalidParameter',
      'properties.ipConfigurations.ip.subnet.id',
    ],
    [
      'a misspelt member',
      'PUT',
      nic('new'),
      nicBody({ enableAccelaratedNetworking: true }),
      400,
      'InvalidRequestContent',
      'properties.enableAccelaratedNetworking',
    ],
    ['a NIC in use goes', 'DELETE', nic('used'), undefined, 409, 'OperationNotAllowed'],
  ])('ARM-19 TORPOR-3 %s', (...row) => expectRefusal(row));
});

describe('wrong requests on disks change nothing', () => {
  it.each<Row>([
    [
      'no size',
      'PUT',
      disk('new'),
      { location, properties: { creationData: { createOption: 'Empty' } } },
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ],
    [
      'an unknown SKU',
      'PUT',
      disk('new'),
      diskBody({}, { sku: { name: 'Golden_LRS' } }),
      400,
      'InvalidParameter',
      'sku.name',
    ],
    [
      'a disk too large',
      'PUT',
      disk('new'),
      diskBody({ diskSizeGB: 40_000 }),
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ],
    [
      'an import',
      'PUT',
      disk('new'),
      diskBody({ creationData: { createOption: 'Import' } }),
      400,
      'InvalidRequestContent',
      'properties.creationData.createOption',
    ],
    [
      'a copy of nothing',
      'PUT',
      disk('new'),
      diskBody({ creationData: { createOption: 'Copy', sourceResourceId: disk('missing') } }),
      404,
      'ResourceNotFound',
      'properties.creationData.sourceResourceId',
    ],
    [
      'a copy too small',
      'PUT',
      disk('new'),
      diskBody({ diskSizeGB: 4, creationData: { createOption: 'Copy', sourceResourceId: disk('free') } }),
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ],
    [
      'a disk shrinks',
      'PATCH',
      disk('free'),
      { properties: { diskSizeGB: 4 } },
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ],
    [
      'made differently',
      'PUT',
      disk('free'),
      diskBody({ creationData: { createOption: 'FromImage' } }),
      409,
      'PropertyChangeNotAllowed',
      'properties.creationData.createOption',
    ],
    ['no such disk', 'PATCH', disk('missing'), { tags: {} }, 404, 'ResourceNotFound'],
  ])('ARM-19 TORPOR-3 %s', (...row) => expectRefusal(row));
});

describe('wrong requests for new VMs change nothing', () => {
  const OS = 'properties.storageProfile.osDisk';
  const profile = (id: string) => ({ networkProfile: { networkInterfaces: [{ id }] } });

  it.each<Row>([
    [
      'no size',
      'PUT',
      vm('new'),
      { location, properties: {} },
      400,
      'InvalidRequestContent',
      'properties.hardwareProfile.vmSize',
    ],
    [
      'an unknown size',
      'PUT',
      vm('new'),
      vmBody({ hardwareProfile: { vmSize: 'Standard_X1' } }),
      400,
      'InvalidParameter',
      'properties.hardwareProfile.vmSize',
    ],
    [
      'no image',
      'PUT',
      vm('new'),
      vmBody({ storageProfile: { osDisk: { createOption: 'FromImage' } } }),
      400,
      'InvalidParameter',
      'properties.storageProfile.imageReference',
    ],
    [
      'an OS disk smaller than its image',
      'PUT',
      vm('new'),
      vmBody(storage({ diskSizeGB: 8 })),
      400,
      'InvalidParameter',
      `${OS}.diskSizeGB`,
    ],
    [
      'an unmanaged disk',
      'PUT',
      vm('new'),
      vmBody(storage({ vhd: { uri: 'https://x' } })),
      400,
      'InvalidRequestContent',
      `${OS}.vhd`,
    ],
    [
      'an OS disk that is not there',
      'PUT',
      vm('new'),
      vmBody(storage({ createOption: 'Attach', managedDisk: { id: disk('missing') } })),
      404,
      'ResourceNotFound',
    ],
    [
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
    ],
    [
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
    ],
    [
      'a disk of the wrong size',
      'PUT',
      vm('new'),
      vmBody(
        storage({}, [{ lun: 0, createOption: 'Attach', managedDisk: { id: disk('free') }, diskSizeGB: 16 }]),
      ),
      409,
      'PropertyChangeNotAllowed',
    ],
    [
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
    ],
    ['a name that a disk has', 'PUT', vm('new'), vmBody(storage({ name: 'free' })), 409, 'Conflict'],
    ['a NIC that is not there', 'PUT', vm('new'), vmBody(profile(nic('missing'))), 404, 'ResourceNotFound'],
    ['a NIC in use', 'PUT', vm('new'), vmBody(profile(nic('used'))), 409, 'OperationNotAllowed'],
    [
      'a NIC that is none',
      'PUT',
      vm('new'),
      vmBody(profile(disk('free'))),
      400,
      'InvalidRequestContent',
      'properties.networkProfile.networkInterfaces[0].id',
    ],
    [
      'a NIC to be made',
      'PUT',
      vm('new'),
      vmBody({ networkProfile: { networkInterfaceConfigurations: [{ name: 'x' }] } }),
      400,
      'InvalidRequestContent',
      'properties.networkProfile.networkInterfaceConfigurations',
    ],
    [
      'a misspelt member',
      'PUT',
      vm('new'),
      vmBody({ additionalCapabilities: { hibernateEnabled: true } }),
      400,
      'InvalidRequestContent',
      'properties.additionalCapabilities.hibernateEnabled',
    ],
    ['a group that is not there', 'PUT', MISSING, vmBody(), 404, 'ResourceGroupNotFound'],
    ['a name that is none', 'PUT', vm('-vm'), vmBody(), 400, 'InvalidParameter', 'vmName'],
  ])('ARM-19 TORPOR-3 %s', (...row) => expectRefusal(row));

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

  it('AZURE-4 names both sizes', async () => {
    const { body } = await arm.send(
      'PUT',
      vm('new'),
      hibernating({ hardwareProfile: { vmSize: 'Standard_D8s_v5' } }),
    );
    expect(body.error.message).toMatch(/ has 30 GiB, the VM 32 GiB memory\.$/);
  });
});

describe('wrong requests on existing VMs change nothing', () => {
  const patch = (properties: object) => ({ properties });

  it.each<Row>([
    [
      'a flag that is none',
      'POST',
      `${vm('vm')}/deallocate?hibernate=perhaps`,
      undefined,
      400,
      'InvalidParameter',
      'hibernate',
    ],
    [
      'hibernation that is not enabled',
      'POST',
      `${vm('vm')}/deallocate?hibernate=true`,
      undefined,
      409,
      'OperationNotAllowed',
    ],
    ['a start of what runs', 'POST', `${vm('vm')}/start`, undefined, 409, 'OperationNotAllowed'],
    ['a start of what is not there', 'POST', `${vm('missing')}/start`, undefined, 404, 'ResourceNotFound'],
    [
      'a start in a group that is not there',
      'POST',
      `${MISSING}/start`,
      undefined,
      404,
      'ResourceGroupNotFound',
    ],
    [
      'another location',
      'PUT',
      vm('vm'),
      { ...vmBody(), location: 'westus2' },
      409,
      'PropertyChangeNotAllowed',
      'location',
    ],
    [
      'another image',
      'PUT',
      vm('vm'),
      vmBody(storage({}, [], { ...IMAGE, publisher: 'Debian' })),
      409,
      'PropertyChangeNotAllowed',
      'properties.storageProfile.imageReference',
    ],
    [
      'a resize while it runs',
      'PATCH',
      vm('vm'),
      patch({ hardwareProfile: { vmSize: 'Standard_D4s_v5' } }),
      409,
      'OperationNotAllowed',
    ],
    [
      'hibernation while it runs',
      'PATCH',
      vm('vm'),
      patch({ additionalCapabilities: { hibernationEnabled: true } }),
      409,
      'OperationNotAllowed',
    ],
    [
      'an availability set later',
      'PATCH',
      vm('vm'),
      patch({ availabilitySet: { id: '/x' } }),
      409,
      'PropertyChangeNotAllowed',
    ],
    [
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
    ],
    [
      'a member that cannot be patched',
      'PATCH',
      vm('vm'),
      { location },
      400,
      'InvalidRequestContent',
      'location',
    ],
    [
      'an expansion that is none',
      'GET',
      `${vm('vm')}?$expand=everything`,
      undefined,
      400,
      'InvalidParameter',
      '$expand',
    ],
    [
      'a filter',
      'GET',
      `${groupPath(G, 'Microsoft.Compute/virtualMachines')}?$filter=x`,
      undefined,
      400,
      'InvalidParameter',
      '$filter',
    ],
    [
      'a list in a group that is not there',
      'GET',
      groupPath('missing', 'Microsoft.Compute/virtualMachines'),
      undefined,
      404,
      'ResourceGroupNotFound',
    ],
    [
      'an operation that is none',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/eastus/operations/x`,
      undefined,
      404,
      'ResourceNotFound',
      'operationId',
    ],
    [
      'an operation that nobody began',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/operationresults/33333333-3333-3333-3333-333333333333`,
      undefined,
      404,
      'ResourceNotFound',
    ],
  ])('ARM-15 ARM-19 ARM-22 TORPOR-3 %s', (...row) => expectRefusal(row));

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
