import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupPath } from '../world/arm-app.js';
import { G, hibernating, location, network, networkBody, nic, nicBody, vm } from '../world/arm-requests.js';
import { IdentityApp } from '../world/identity-app.js';

let app: IdentityApp;
let endpoint: string;
let identityHeader: string;
let publicAddress: string;

const GUEST = { metadata: 'true' };

beforeAll(async () => {
  app = await IdentityApp.open();
  await app.cloud.addHost('host-a');
  await app.cloud.addHost('host-b');
  await put(groupPath(G), { location });
  await put(network('net'), networkBody());
  const front = groupPath(G, 'Microsoft.Network/publicIPAddresses/front');
  await put(front, {
    location,
    properties: { publicIPAllocationMethod: 'Static' },
    sku: { name: 'Standard' },
  });
  await put(nic('one'), nicBody({ macAddress: '00-0D-3A-00-00-01' }, { publicIPAddress: { id: front } }));
  publicAddress = (await app.ok({ path: front })).properties.ipAddress as string;
  const body = hibernating({ networkProfile: { networkInterfaces: [{ id: nic('one') }] } });
  await put(vm('vm-1'), { ...body, tags: { shift: 'day' } });
  await app.settled();
  const found = await post(`${vm('vm-1')}/providers/Torpor.Emulator/instanceMetadata`);
  endpoint = (found.properties.endpoint as string).replace(/^https?:\/\/[^/]+/, '');
  identityHeader = found.properties.identityHeader as string;
});
afterAll(() => app.close());

const put = (path: string, body: object) => app.ok({ method: 'PUT', path, body });
const post = (path: string) => app.ok({ method: 'POST', path });

async function ask(path: string, headers: Readonly<Record<string, string>> = GUEST, method = 'GET') {
  const answer = await app.arm.app.inject({ method: method as 'GET', url: `${endpoint}${path}`, headers });
  return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.body };
}

const instance = async () => JSON.parse((await ask('/metadata/instance?api-version=2021-02-01')).body);

describe('the metadata of a VM', () => {
  it('AZURE-32 names the VM, its size and its addresses', async () => {
    const { compute, network: net } = await instance();
    expect(compute).toMatchObject({
      name: 'vm-1',
      resourceGroupName: G,
      resourceId: vm('vm-1'),
      vmSize: 'Standard_D2s_v5',
      tags: 'shift:day',
      tagsList: [{ name: 'shift', value: 'day' }],
      osType: 'Linux',
    });
    expect(net).toEqual({
      interface: [
        {
          ipv4: {
            ipAddress: [{ privateIpAddress: '10.0.0.4', publicIpAddress: publicAddress }],
            subnet: [{ address: '10.0.0.0', prefix: '24' }],
          },
          ipv6: { ipAddress: [] },
          macAddress: '000D3A000001',
        },
      ],
    });
  });

  it('is read in parts, as text', async () => {
    const version = 'api-version=2021-02-01&format=text';
    const name = await ask(`/metadata/instance/compute/name?${version}`);
    const address = await ask(
      `/metadata/instance/network/interface/0/ipv4/ipAddress/0/privateIpAddress?${version}`,
    );
    expect([name, address].map(({ status, body }) => [status, body])).toEqual([
      [200, 'vm-1'],
      [200, '10.0.0.4'],
    ]);
  });

  it.each([
    ['without the header', '/metadata/instance?api-version=2021-02-01', {}, 400],
    [
      'through a proxy',
      '/metadata/instance?api-version=2021-02-01',
      { ...GUEST, 'x-forwarded-for': '203.0.113.1' },
      400,
    ],
    ['without a version', '/metadata/instance', GUEST, 400],
    ['for what is not there', '/metadata/instance/compute/nothing?api-version=2021-02-01', GUEST, 404],
    ['in a form that is none', '/metadata/instance?api-version=2021-02-01&format=xml', GUEST, 400],
  ] as const)('a request %s is refused in the shape of the service', async (_what, path, headers, status) => {
    const answer = await ask(path, headers);
    expect(answer.status).toBe(status);
    expect(typeof JSON.parse(answer.body).error).toBe('string');
  });

  it('ARM-20 a key that nobody was given opens nothing', async () => {
    const forged = `${identityHeader.slice(0, -1)}${identityHeader.endsWith('A') ? 'B' : 'A'}`;
    const answers = await Promise.all(
      [forged, 'x', identityHeader.split('.')[0] ?? ''].map((key) =>
        app.arm.app.inject({ url: `/imds/${key}/metadata/instance?api-version=2021-02-01`, headers: GUEST }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });

  it('ASSUME-43 falls silent while the VM is hibernated, and is the same after it has resumed', async () => {
    const [before, events] = [
      await instance(),
      await ask('/metadata/scheduledevents?api-version=2020-07-01'),
    ];
    await post(`${vm('vm-1')}/deallocate?hibernate=true`);
    await app.settled();
    const silent = await ask('/metadata/instance?api-version=2021-02-01');
    expect([silent.status, JSON.parse(silent.body)]).toEqual([
      503,
      { error: 'No guest runs in VM vm-1: it is hibernated' },
    ]);
    await post(`${vm('vm-1')}/start`);
    await app.settled();
    expect(await instance()).toEqual(before);
    expect(await ask('/metadata/scheduledevents?api-version=2020-07-01')).toEqual(events);
  });

  it('ASSUME-42 a restart that has been is a new document without events', async () => {
    const read = async () => JSON.parse((await ask('/metadata/scheduledevents?api-version=2020-07-01')).body);
    const before = await read();
    await post(`${vm('vm-1')}/restart`);
    await app.settled();
    expect(await read()).toEqual({ DocumentIncarnation: before.DocumentIncarnation + 2, Events: [] });
  });
});
