import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { operation, OPERATION, SUBSCRIPTION, vmDocument } from '../../testing/documents.js';
import { recordingProcess } from '../../testing/recording-process.js';
import {
  accepted,
  refusalAnswer,
  startStubServer,
  type StubRoutes,
  type StubServer,
} from '../../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const GROUP = 'S/resourceGroups/rg';
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/web-1`;
const EMULATION = `${VM}/providers/Torpor.Emulator/emulation/default`;
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const networkId = (path: string) => `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/${path}`;
const SUBNET_ID = networkId('virtualNetworks/web-1VNET/subnets/web-1Subnet');
const VNET = {
  id: networkId('virtualNetworks/web-1VNET'),
  name: 'web-1VNET',
  location: 'eastus',
  properties: { subnets: [{ id: SUBNET_ID, name: 'web-1Subnet' }] },
};
const nic = (name: string) => ({
  body: { id: networkId(`networkInterfaces/${name}`), name, properties: {} },
});
const VM_AFTERWARDS = vmDocument('web-1', ['PowerState/running']);

/** A group with nothing in it, which takes whatever is put. */
const EMPTY_GROUP: StubRoutes = {
  [`GET ${GROUP}`]: { body: { id: 'g', name: 'rg', location: 'eastus', properties: {} } },
  [`GET ${NETWORK}/virtualNetworks`]: { body: { value: [] } },
  [`PUT ${NETWORK}/virtualNetworks/web-1VNET`]: { status: 201, body: VNET },
  [`PUT ${NETWORK}/networkInterfaces/web-1VMNic`]: { status: 201, ...nic('web-1VMNic') },
  [`PUT ${NETWORK}/networkInterfaces/web-1VMNic2`]: { status: 201, ...nic('web-1VMNic2') },
  [`PUT ${VM}`]: { ...accepted('op-1', 201), body: VM_AFTERWARDS },
  'GET S/providers/Torpor.Emulator/operations/op-1': { body: OPERATION },
  [`GET ${VM}?$expand=instanceView`]: { body: VM_AFTERWARDS },
};

async function create(routes: StubRoutes, ...options: readonly string[]) {
  server.serve(routes);
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(['vm', 'create', '-g', 'rg', '-n', 'web-1', '-o', 'json', ...options], process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

/** The body of the request that begins so. */
function bodyOf(start: string): unknown {
  const request = server.requests.find((line) => line.startsWith(`${start} `));
  return request === undefined ? undefined : JSON.parse(request.slice(start.length + 1));
}

function changes(): readonly string[] {
  return server.requests.filter((line) => !line.startsWith('GET ')).map((line) => line.replace(/ \{.*/, ''));
}

describe('vm create', () => {
  it('makes the network that is missing, then the VM, and prints what REST returns', async () => {
    const result = await create(EMPTY_GROUP);
    expect([result, changes()]).toEqual([
      { exit: 0, stdout: `${JSON.stringify(VM_AFTERWARDS, null, 2)}\n`, stderr: '' },
      [
        `PUT ${NETWORK}/virtualNetworks/web-1VNET`,
        `PUT ${NETWORK}/networkInterfaces/web-1VMNic`,
        `PUT ${VM}`,
      ],
    ]);
    expect([bodyOf(`PUT ${NETWORK}/virtualNetworks/web-1VNET`), bodyOf(`PUT ${VM}`)]).toEqual([
      {
        location: 'eastus',
        properties: {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: 'web-1Subnet', properties: { addressPrefix: '10.0.0.0/24' } }],
        },
      },
      {
        location: 'eastus',
        properties: {
          hardwareProfile: { vmSize: 'Standard_D2s_v5' },
          storageProfile: {
            imageReference: {
              publisher: 'Canonical',
              offer: '0001-com-ubuntu-server-jammy',
              sku: '22_04-lts-gen2',
              version: 'latest',
            },
            osDisk: { createOption: 'FromImage' },
            dataDisks: [],
          },
          osProfile: {
            computerName: 'web-1',
            adminUsername: 'azureuser',
            linuxConfiguration: { disablePasswordAuthentication: true },
          },
          networkProfile: {
            networkInterfaces: [
              { id: networkId('networkInterfaces/web-1VMNic'), properties: { primary: true } },
            ],
          },
        },
      },
    ]);
  });

  it('takes what the options say', async () => {
    const options =
      '--size Standard_D8s_v5 --image a:b:c --enable-hibernation --nics 2 --accelerated-networking true ' +
      '--os-disk-size-gb 64 --data-disk-sizes-gb 128 512 --storage-sku Premium_LRS --tags night=yes tier=a -l westeurope';
    await create(EMPTY_GROUP, ...options.split(' '));
    const disk = { managedDisk: { storageAccountType: 'Premium_LRS' } };
    expect(bodyOf(`PUT ${VM}`)).toMatchObject({
      location: 'westeurope',
      tags: { night: 'yes', tier: 'a' },
      properties: {
        hardwareProfile: { vmSize: 'Standard_D8s_v5' },
        additionalCapabilities: { hibernationEnabled: true },
        storageProfile: {
          imageReference: { publisher: 'a', offer: 'b', sku: 'c', version: 'latest' },
          osDisk: { createOption: 'FromImage', diskSizeGB: 64, ...disk },
          dataDisks: [
            { lun: 0, createOption: 'Empty', diskSizeGB: 128, ...disk },
            { lun: 1, createOption: 'Empty', diskSizeGB: 512, ...disk },
          ],
        },
        networkProfile: {
          networkInterfaces: [
            { id: networkId('networkInterfaces/web-1VMNic'), properties: { primary: true } },
            { id: networkId('networkInterfaces/web-1VMNic2'), properties: { primary: false } },
          ],
        },
      },
    });
    expect(bodyOf(`PUT ${NETWORK}/networkInterfaces/web-1VMNic2`)).toEqual({
      location: 'westeurope',
      properties: {
        enableAcceleratedNetworking: true,
        ipConfigurations: [
          {
            name: 'ipconfigweb-1',
            properties: { subnet: { id: SUBNET_ID }, privateIPAllocationMethod: 'Dynamic' },
          },
        ],
      },
    });
  });

  it('uses a network of the group and the place', async () => {
    const elsewhere = { ...VNET, name: 'far', location: 'westeurope' };
    await create({
      ...EMPTY_GROUP,
      [`GET ${NETWORK}/virtualNetworks`]: { body: { value: [elsewhere, VNET] } },
    });
    expect(changes()).toEqual([`PUT ${NETWORK}/networkInterfaces/web-1VMNic`, `PUT ${VM}`]);
  });

  it('uses NICs that exist when they are named', async () => {
    await create(
      { ...EMPTY_GROUP, [`GET ${NETWORK}/networkInterfaces/mine`]: nic('mine') },
      '--nics',
      'mine',
    );
    expect(changes()).toEqual([`PUT ${VM}`]);
  });

  it('says in a header how the VM is emulated from its first boot', async () => {
    const options =
      '--policy local-hyperv --guest-override kernelVersion=6.14 hasResumeParameter=false distribution=Dévuan ' +
      '--host rack-2 --no-wait';
    await create(EMPTY_GROUP, ...options.split(' '));
    expect(server.emulations).toEqual([
      '{"policy":"local-hyperv","guestOverrides":{"kernelVersion":"6.14","hasResumeParameter":false,' +
        '"distribution":"D\\u00e9vuan"},"placement":{"hostName":"rack-2"}}',
    ]);
  });

  it('takes back what it made when the VM is refused', async () => {
    const refused = refusalAnswer(409, {
      code: 'os-disk-too-small',
      rule: 'AZURE-2',
      remedy: 'Give it more.',
      message: 'The OS disk is smaller than the memory.',
    });
    const removed = { status: 204 };
    const result = await create({
      ...EMPTY_GROUP,
      [`PUT ${VM}`]: refused,
      [`DELETE ${NETWORK}/networkInterfaces/web-1VMNic`]: removed,
      [`DELETE ${NETWORK}/virtualNetworks/web-1VNET`]: removed,
    });
    expect([result.exit, result.stderr.split(':')[0], changes().slice(3)]).toEqual([
      4,
      'os-disk-too-small',
      [`DELETE ${NETWORK}/networkInterfaces/web-1VMNic`, `DELETE ${NETWORK}/virtualNetworks/web-1VNET`],
    ]);
  });

  it('names what it could not take back', async () => {
    const refused = { status: 400, body: { error: { code: 'invalid-parameter', message: 'No.' } } };
    const { stderr } = await create({ ...EMPTY_GROUP, [`PUT ${VM}`]: refused });
    expect(stderr.replaceAll(SUBSCRIPTION, 'S').split('\n')).toEqual([
      `Left behind: ${NETWORK}/networkInterfaces/web-1VMNic`,
      `Left behind: ${NETWORK}/virtualNetworks/web-1VNET`,
      'invalid-parameter: No.',
      '',
    ]);
  });

  it('ends with 5 when the VM does not come to run', async () => {
    const error = {
      code: 'no-capacity',
      message: 'No host has room.',
      rule: 'TORPOR-1',
      remedy: 'Register one.',
    };
    const failed = operation({ status: 'failed', error });
    const { exit, stderr } = await create({
      ...EMPTY_GROUP,
      'GET S/providers/Torpor.Emulator/operations/op-1': { body: failed },
    });
    expect([exit, stderr]).toEqual([
      5,
      'no-capacity: No host has room.\n  operation op-1\n  rule    TORPOR-1\n  remedy  Register one.\n',
    ]);
  });

  it.each<[string, StubRoutes, readonly string[], number]>([
    [
      'a group that is not there',
      {
        ...EMPTY_GROUP,
        [`GET ${GROUP}`]: { status: 404, body: { error: { code: 'group-not-found', message: 'No.' } } },
      },
      [],
      3,
    ],
    ['a VM that is there', { ...EMPTY_GROUP, [`GET ${VM}`]: { body: VM_AFTERWARDS } }, [], 4],
    ['an image that is none', EMPTY_GROUP, ['--image', 'Windows95'], 2],
    ['too many NICs', EMPTY_GROUP, ['--nics', '9'], 2],
    ['a NIC that is not there', EMPTY_GROUP, ['--nics', 'nobodys'], 3],
  ])('refuses %s and changes nothing', async (_, routes, options, exit) => {
    expect([(await create(routes, ...options)).exit, changes()]).toEqual([exit, []]);
  });

  it('does not wait when told so', async () => {
    const { exit, stdout } = await create(EMPTY_GROUP, '--no-wait');
    expect([exit, stdout, server.requests.at(-1)?.startsWith(`PUT ${VM} `)]).toEqual([
      0,
      `${JSON.stringify(VM_AFTERWARDS, null, 2)}\n`,
      true,
    ]);
  });
});

describe('vm update', () => {
  it('writes the emulation over what it has', async () => {
    const present = {
      id: 'e',
      name: 'default',
      properties: {
        policy: 'azure',
        hostName: 'rack-1',
        guestOverrides: { a: 1 },
        placement: { strategy: 'pack' },
      },
    };
    server.serve({
      [`GET ${EMULATION}`]: { body: present },
      [`PUT ${EMULATION}`]: { body: present },
      [`GET ${VM}?$expand=instanceView`]: { body: VM_AFTERWARDS },
    });
    const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
    const line = 'vm update web-1 -g rg --policy default --guest-override b=2 --host rack-2 --cluster any';
    const exit = await runCli(line.split(' '), process);
    expect([exit, bodyOf(`PUT ${EMULATION}`)]).toEqual([
      0,
      {
        properties: {
          policy: null,
          guestOverrides: { a: 1, b: 2 },
          placement: { strategy: 'pack', hostName: 'rack-2' },
        },
      },
    ]);
  });

  it('sends what changes, and nothing else', async () => {
    server.serve({
      [`PATCH ${VM}`]: { body: VM_AFTERWARDS },
      [`GET ${VM}?$expand=instanceView`]: { body: VM_AFTERWARDS },
    });
    const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
    const line = 'vm update web-1 -g rg --enable-hibernation false --size Standard_D4s_v5 --tags a=b -o none';
    const exit = await runCli(line.split(' '), process);
    expect([exit, bodyOf(`PATCH ${VM}`)]).toEqual([
      0,
      {
        tags: { a: 'b' },
        properties: {
          additionalCapabilities: { hibernationEnabled: false },
          hardwareProfile: { vmSize: 'Standard_D4s_v5' },
        },
      },
    ]);
  });
});
