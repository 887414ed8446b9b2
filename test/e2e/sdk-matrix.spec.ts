import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_APP_ID, DEVELOPMENT_SECRET } from '../../src/identity/development-principal.js';
import { findContract, targetOf } from '../contract/find-contract.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { registerHost, startServer, type RunningTestServer } from './running-server.js';
import { CapabilityTable } from './sdk-matrix/capability-table.js';
import { COMPUTE } from './sdk-matrix/compute-expectations.js';
import { writeReadmeProgram } from './sdk-matrix/readme-program.js';
import { listenFor, torpor } from './sdk-matrix/torpor-command.js';

/**
 * Azure's own SDKs, unmodified, against one server over TLS: a row of a table for each capability. With
 * TORPOR_SDK_TABLE set to a file name, the table is written there as Markdown.
 */
const TENANT = '22222222-2222-2222-2222-222222222222';
/** A VM made by the command line, for clients that find one there. */
const DESK = { group: 'night-shift', name: 'desk-1' };
const SUCCEEDED = 'ProvisioningState/succeeded';

let server: RunningTestServer;
const table = new CapabilityTable();

beforeAll(async () => {
  server = await startServer();
  await registerHost(server, 'host-a');
  await registerHost(server, 'host-b');
  await torpor(server, `group create -n ${DESK.group} -l westeurope`);
  await torpor(
    server,
    `vm create -g ${DESK.group} -n ${DESK.name} --size Standard_D2s_v5 --enable-hibernation true`,
  );
});
afterAll(async () => {
  await server.close();
  table.write(process.env['TORPOR_SDK_TABLE']);
});

interface MetadataDocument {
  readonly properties: { readonly identityEndpoint: string; readonly identityHeader: string };
}
type Env = Readonly<Record<string, string>>;

/** Runs a program of the matrix to its end, and answers what it has seen. */
async function seenBy(program: string, env: Env = {}): Promise<unknown> {
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
      ...env,
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
  /** What the program finds in its environment beside what all find there. */
  readonly env?: Env;
}

/** What the program of a row has seen, noted in the table. */
async function seenIn({ program, client, expected, env }: Row): Promise<unknown> {
  const seen = (await seenBy(program, env)) as Readonly<Record<string, unknown>>;
  table.add(client, seen, expected);
  return seen;
}

describe('unmodified SDKs over TLS', () => {
  it('ARM-6 ARM-7 ARM-13 AZURE-35 AZURE-36 @azure/arm-compute 22 and 24 do the same', async () => {
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
      delete: { disk: '404 ResourceNotFound', group: false },
    };
    expect(await seenIn({ program: 'resources', client: '@azure/arm-resources 7.0.0', expected })).toEqual(
      expected,
    );
  });

  it('ARM-12 ARM-13 @azure/arm-resourcesdeployments', async () => {
    const expected = {
      validate: { provisioningState: 'Succeeded', validated: ['deployed'] },
      'what-if': [{ name: 'deployed', changeType: 'Create' }],
      create: {
        name: 'made',
        provisioningState: 'Succeeded',
        mode: 'Incremental',
        outputs: { size: { type: 'Int', value: 4 } },
        made: ['deployed'],
      },
      'what-if again': [{ name: 'deployed', changeType: 'NoChange' }],
      'refused template': '400 InvalidTemplate',
      'exists, read': {
        missing: false,
        there: true,
        hasHash: true,
        parameters: { size: { type: 'Int', value: 4 } },
      },
      'list with paging': [['again'], ['made']],
      operations: [{ provisioningOperation: 'Create', provisioningState: 'Succeeded', target: 'deployed' }],
      'export template': true,
      delete: '404 DeploymentNotFound',
    };
    expect(
      await seenIn({ program: 'deployments', client: '@azure/arm-resourcesdeployments 2.0.0', expected }),
    ).toEqual(expected);
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

  it('ARM-35 @azure/identity, managed identity of a VM', async () => {
    const path = `/subscriptions/${server.subscription}/resourceGroups/${DESK.group}/providers/Microsoft.Compute/virtualMachines/${DESK.name}`;
    expect((await server.call('PATCH', path, { identity: { type: 'SystemAssigned' } })).status).toBe(200);
    const { body } = await server.call('POST', `${path}/providers/Torpor.Emulator/instanceMetadata`);
    const { identityEndpoint, identityHeader } = (body as MetadataDocument).properties;
    const listener = await listenFor(server, `vm metadata ${DESK.name} -g ${DESK.group} --listen 0`);
    const places: readonly (readonly [string, Env])[] = [
      ['application host', { IDENTITY_ENDPOINT: identityEndpoint, IDENTITY_HEADER: identityHeader }],
      ['metadata service', listener.environment],
    ];
    for (const [place, environment] of places) {
      const expected = {
        'without a role': '403 AuthorizationFailed',
        'as reader': DESK.name,
        'as reader, writing': '403 AuthorizationFailed',
        'when the role is gone': '403 AuthorizationFailed',
      };
      const client = `@azure/identity 4.13.0, managed identity by ${place}`;
      const env = { SDK_MATRIX_VM: `${DESK.group}/${DESK.name}`, ...environment };
      expect(await seenIn({ program: 'managed-identity', client, expected, env })).toEqual(expected);
    }
    expect(await listener.end()).toBe(0);
  });
});

describe('README', () => {
  it('ARM-35 AZURE-35 AZURE-37 its program for the SDK does what it says', async () => {
    const program = writeReadmeProgram(server.url);
    try {
      const client = startTypescript(program.path, { env: { NODE_EXTRA_CA_CERTS: server.caPath } });
      expect(await client.line('')).toBe('Provisioning succeeded, VM deallocated, VM hibernated');
      expect(await client.ended).toBe(0);
    } finally {
      program.remove();
    }
    const resumed = await torpor(server, `vm show -g ${DESK.group} -n ${DESK.name} -o json`);
    expect(JSON.parse(resumed)).toMatchObject({
      properties: {
        instanceView: {
          statuses: [{ code: SUCCEEDED }, { code: 'PowerState/running' }],
          extensions: [{ substatuses: [{ code: 'ComponentStatus/VMBootState/Resume/succeeded' }] }],
        },
      },
    });
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
