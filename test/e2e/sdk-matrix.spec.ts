import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_APP_ID, DEVELOPMENT_SECRET } from '../../src/identity/development-principal.js';
import { findContract, targetOf } from '../contract/find-contract.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { registerHost, startServer, type RunningTestServer } from './running-server.js';

/**
 * Azure's own SDKs, unmodified, against one server over TLS: a row of the table for each capability. With
 * TORPOR_SDK_TABLE set to a file name, the table is written there as Markdown.
 */
const TENANT = '22222222-2222-2222-2222-222222222222';
const SUCCEEDED = 'ProvisioningState/succeeded';

let server: RunningTestServer;
const table: (readonly [client: string, capability: string, isAsExpected: boolean])[] = [];

beforeAll(async () => {
  server = await startServer();
  await registerHost(server, 'host-a');
  await registerHost(server, 'host-b');
});
afterAll(async () => {
  await server.close();
  const file = process.env['TORPOR_SDK_TABLE'];
  if (file === undefined) return;
  const rows = table.map(
    ([client, capability, passes]) => `| ${client} | ${capability} | ${passes ? 'pass' : 'FAIL'} |`,
  );
  writeFileSync(file, ['| client | capability | result |', '| --- | --- | --- |', ...rows, ''].join('\n'));
});

/** Runs a program of the matrix to its end, and answers what it has seen. */
async function seenBy(program: string): Promise<unknown> {
  const client = startTypescript(`test/e2e/sdk-matrix/${program}.client.ts`, {
    env: {
      NODE_EXTRA_CA_CERTS: server.caPath,
      TORPOR_URL: server.url,
      TORPOR_TOKEN: server.token,
      TORPOR_SUBSCRIPTION: server.subscription,
      TORPOR_GROUP: program,
      AZURE_AUTHORITY_HOST: server.url,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: DEVELOPMENT_APP_ID,
      AZURE_CLIENT_SECRET: DEVELOPMENT_SECRET,
    },
  });
  const seen: unknown = JSON.parse(await client.line('{'));
  expect(await client.ended).toBe(0);
  return seen;
}

interface Row {
  readonly program: string;
  readonly client: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** What the program of a row has seen, noted in the table. */
async function seenIn({ program, client, expected }: Row): Promise<unknown> {
  const seen = (await seenBy(program)) as Readonly<Record<string, unknown>>;
  for (const [capability, value] of Object.entries(expected)) {
    table.push([client, capability, JSON.stringify(seen[capability]) === JSON.stringify(value)]);
  }
  return seen;
}

const COMPUTE = {
  'create with hibernation': { provisioningState: 'Succeeded', hibernationEnabled: true, password: null },
  'update tags': { shift: 'day' },
  hibernate: [SUCCEEDED, 'PowerState/deallocated', 'HibernationState/Hibernated'],
  'instance view': { computerName: null },
  'refused resize while hibernated': '409 OperationNotAllowed',
  start: [SUCCEEDED, 'PowerState/running'],
  stop: [SUCCEEDED, 'PowerState/stopped'],
  deallocate: [SUCCEEDED, 'PowerState/deallocated'],
  'list with paging': [['vm day'], ['vm-2 night']],
  'create disk': { diskSizeGB: 8, diskState: 'Unattached', provisioningState: 'Succeeded' },
  'update disk': { diskSizeGB: 16, diskState: 'Unattached', provisioningState: 'Succeeded' },
  'list disks with paging': [3, 2],
  'delete disk': 'gone',
  delete: '404 ResourceNotFound',
};

describe('unmodified SDKs over TLS', () => {
  it('ARM-6 ARM-7 ARM-13 AZURE-35 @azure/arm-compute 22 and 24 do the same', async () => {
    const generations: readonly Row[] = [
      { program: 'compute-22', client: '@azure/arm-compute 22.4.0', expected: COMPUTE },
      { program: 'compute-24', client: '@azure/arm-compute 24.1.0', expected: COMPUTE },
    ];
    expect(await Promise.all(generations.map(seenIn))).toEqual([COMPUTE, COMPUTE]);
  });

  it('ARM-9 ARM-11 @azure/arm-network', async () => {
    const expected = {
      'virtual network': { provisioningState: 'Succeeded', prefixes: ['10.0.0.0/16'] },
      subnet: { provisioningState: 'Succeeded', addressPrefix: '10.0.1.0/24' },
      'network security group': { rules: ['ssh'], hasDefaults: true },
      'public IP address': {
        provisioningState: 'Succeeded',
        publicIPAllocationMethod: 'Static',
        hasAddress: true,
      },
      'NIC with accelerated networking': {
        isAccelerated: true,
        address: '10.0.1.4',
        hasSecurityGroup: true,
        hasPublicAddress: true,
      },
      'update tags': { shift: 'day' },
      lists: [['net'], ['default'], ['nic'], ['nsg'], ['ip']],
      'refused deletion of what is in use': '409 OperationNotAllowed',
      delete: [],
    };
    expect(await seenIn({ program: 'network', client: '@azure/arm-network 36.0.0', expected })).toEqual(
      expected,
    );
  });

  it('ARM-12 ARM-13 @azure/arm-resources', async () => {
    const expected = {
      'group: create, exists, read': {
        missing: false,
        there: true,
        provisioningState: 'Succeeded',
        tags: { shift: 'day' },
      },
      'group: list with paging': { names: ['resources', 'resources-2'], longest: 1 },
      'resources: create, read and delete by id': { name: 'disk', type: 'Microsoft.Compute/disks' },
      'resources: list': { inGroup: ['disk'], ofType: true },
      tags: { a: '1', b: '2' },
      providers: { registrationState: 'Registered', hasVms: true, isListed: true, registered: 'Registered' },
      'deployment: create': {
        provisioningState: 'Succeeded',
        outputs: { size: { type: 'Int', value: 4 } },
        disk: 'deployed',
      },
      'deployment: validate, what-if, list, by plain requests': {
        validated: 'Succeeded',
        changes: ['Ignore', 'NoChange'],
        listed: ['made'],
      },
      delete: { disk: '404 ResourceNotFound', group: false },
    };
    expect(await seenIn({ program: 'resources', client: '@azure/arm-resources 7.0.0', expected })).toEqual(
      expected,
    );
  });

  it('ARM-29 @azure/arm-resources-subscriptions', async () => {
    const expected = {
      list: [{ subscriptionId: server.subscription, state: 'Enabled' }],
      read: 'Torpor',
      locations: true,
      tenants: 1,
    };
    expect(
      await seenIn({
        program: 'subscriptions',
        client: '@azure/arm-resources-subscriptions 2.1.1',
        expected,
      }),
    ).toEqual(expected);
  });

  it('ARM-35 @azure/identity', async () => {
    const expected = {
      'client secret, tenant': ['Enabled'],
      'client secret, adfs': ['Enabled'],
      'client secret, wrong': 'AADSTS7000215',
      'default credential': ['Enabled'],
    };
    expect(await seenIn({ program: 'identity', client: '@azure/identity 4.13.0', expected })).toEqual(
      expected,
    );
  });
});

describe('routes of Azure', () => {
  /** Names in paths that lead to what the SDKs have left behind; anything else is missing. */
  const NAMES: Readonly<Record<string, string>> = {
    resourceGroupName: 'compute-24',
    vmName: 'vm-2',
    nicName: 'nic-1',
    networkName: 'net',
    subnetName: 'default',
    location: 'eastus',
    namespace: 'Microsoft.Compute',
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server',
  };

  async function servedRoutes(): Promise<readonly (readonly [method: string, path: string])[]> {
    const { body } = await server.call('GET', '/openapi.json');
    const { paths } = body as { readonly paths: Readonly<Record<string, object>> };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
  }

  const filled = (path: string) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === 'subscriptionId' ? server.subscription : (NAMES[name] ?? 'missing'),
    );

  it('all have a contract of their answers', async () => {
    const routes = await servedRoutes();
    const without = routes.filter(
      ([method, path]) => findContract(targetOf(method, filled(path))).kind === 'none',
    );
    expect(without).toEqual([]);
  });

  it('keep it when they are read', async () => {
    const routes = await servedRoutes();
    const read = routes
      .filter(
        ([method, path]) => method === 'GET' && findContract(targetOf(method, filled(path))).kind === 'found',
      )
      .map(async ([method, path]) => {
        try {
          return (await server.call(method, filled(path))).status < 500 ? 'kept' : `${path} fails`;
        } catch (error) {
          return (error as Error).message;
        }
      });
    expect((await Promise.all(read)).filter((outcome) => outcome !== 'kept')).toEqual([]);
  });
});
