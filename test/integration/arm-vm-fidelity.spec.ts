import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath, type ArmAnswer } from '../world/arm-app.js';
import { act, createVm, nic, prepare, vm, vmBody } from '../world/arm-groups.js';

const G = 'fidelity';
const SEED = 20_260_101;
const RUNS = 16;

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a', 'intel-ice-lake', 256);
});
afterAll(() => arm.close());

const IMAGES = [
  { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
  { publisher: 'Debian', offer: 'debian-12', sku: '12-gen2', version: '0.20250519.2117' },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2022-datacenter-g2',
    version: 'latest',
  },
] as const;
const IDENTITY_ID = groupPath(G, 'Microsoft.ManagedIdentity/userAssignedIdentities/someone');
const option = fc.constantFrom('Delete', 'Detach');
const caching = fc.constantFrom('None', 'ReadOnly', 'ReadWrite');
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Bodies of VMs, each member there or not. */
const SHAPES = fc.record({
  tags: maybe(fc.dictionary(fc.constantFrom('shift', 'env', 'owner'), fc.constantFrom('a', 'b', ''))),
  zones: maybe(fc.constant(['1'])),
  identity: maybe(
    fc.constantFrom(
      { type: 'SystemAssigned' },
      { type: 'UserAssigned', userAssignedIdentities: { [IDENTITY_ID]: {} } },
      { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: { [IDENTITY_ID]: {} } },
      { type: 'None' },
    ),
  ),
  image: fc.constantFrom(...IMAGES),
  hibernationEnabled: maybe(fc.boolean()),
  ultraSSDEnabled: maybe(fc.constant(false)),
  osDisk: fc.record(
    {
      caching,
      deleteOption: option,
      diskSizeGB: fc.constantFrom(128, 256),
      managedDisk: fc.constantFrom(
        { storageAccountType: 'StandardSSD_LRS' },
        { storageAccountType: 'Premium_LRS' },
      ),
      writeAcceleratorEnabled: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  dataDisks: fc.array(fc.record({ deleteOption: option, caching }, { requiredKeys: [] }), { maxLength: 2 }),
  nics: fc.integer({ min: 0, max: 2 }),
  nicOption: option,
  linux: maybe(fc.constant({ disablePasswordAuthentication: false, provisionVMAgent: true })),
  diagnostics: maybe(fc.boolean()),
  licenseType: maybe(fc.constant('None')),
  userData: maybe(fc.constant('dmlzaWJsZQ==')),
  isSpot: fc.boolean(),
  security: maybe(fc.constant({ securityType: 'Standard', encryptionAtHost: false })),
  state: fc.constantFrom('running', 'powerOff', 'deallocate', 'deallocate?hibernate=true'),
});
type Shape = typeof SHAPES extends fc.Arbitrary<infer Value> ? Value : never;

function bodyOf(shape: Shape, nicIds: readonly string[]): object {
  const { image, osDisk, dataDisks, nicOption, hibernationEnabled, ultraSSDEnabled } = shape;
  const isSpot = shape.isSpot && hibernationEnabled !== true;
  return {
    location: 'eastus',
    ...(shape.tags === undefined ? {} : { tags: shape.tags }),
    ...(shape.zones === undefined ? {} : { zones: shape.zones }),
    ...(shape.identity === undefined ? {} : { identity: shape.identity }),
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      storageProfile: {
        imageReference: image,
        osDisk: { createOption: 'FromImage', ...osDisk },
        dataDisks: dataDisks.map((disk, lun) => ({ lun, createOption: 'Empty', diskSizeGB: 8, ...disk })),
      },
      osProfile: {
        computerName: 'box',
        adminUsername: 'azureuser',
        adminPassword: 'Never-shown-1',
        ...(shape.linux === undefined || image.publisher.startsWith('Microsoft')
          ? {}
          : { linuxConfiguration: shape.linux }),
      },
      networkProfile: {
        networkInterfaces: nicIds.map((id, at) => ({
          id,
          properties: { primary: at === 0, deleteOption: nicOption },
        })),
      },
      ...(hibernationEnabled === undefined && ultraSSDEnabled === undefined
        ? {}
        : { additionalCapabilities: { hibernationEnabled, ultraSSDEnabled } }),
      ...(shape.diagnostics === undefined
        ? {}
        : { diagnosticsProfile: { bootDiagnostics: { enabled: shape.diagnostics } } }),
      ...(shape.licenseType === undefined ? {} : { licenseType: shape.licenseType }),
      ...(shape.userData === undefined ? {} : { userData: shape.userData }),
      ...(shape.security === undefined ? {} : { securityProfile: shape.security }),
      ...(isSpot ? { priority: 'Spot', evictionPolicy: 'Deallocate' } : {}),
    },
  };
}

async function make(shape: Shape): Promise<string> {
  const name = `vm-${(count += 1)}`;
  const names = Array.from({ length: shape.nics }, (_, at) => `${name}-nic-${at}`);
  await prepare(arm, G, names);
  const path = vm(G, name);
  await arm.ok(
    'PUT',
    path,
    bodyOf(
      shape,
      names.map((one) => nic(G, one)),
    ),
  );
  await arm.settled();
  const { state } = shape;
  const isRefused = state.includes('hibernate') && shape.hibernationEnabled !== true;
  if (state !== 'running' && !isRefused) await act(arm, `${path}/${state}`);
  return path;
}

/** As az sends a document back: without what only answers fill in. */
function stripped({
  id: _id,
  name: _name,
  type: _type,
  etag: _etag,
  resources: _resources,
  ...document
}: ArmAnswer['body']) {
  const { vmId: _vmId, timeCreated: _then, provisioningState: _state, ...properties } = document.properties;
  return { ...document, properties };
}

describe('a VM whose document is sent back', () => {
  it('ARM-25 TORPOR-3 takes every document that it shows, and stays as it is', async () => {
    await fc.assert(
      fc.asyncProperty(SHAPES, fc.boolean(), async (shape, strips) => {
        const path = await make(shape);
        const shown = await arm.ok('GET', path);
        const answer = await arm.send('PUT', path, strips ? stripped(shown) : shown);
        expect([answer.status, answer.body.error]).toEqual([200, undefined]);
        expect(answer.headers['azure-asyncoperation']).toBeUndefined();
        const { etag: _before, ...before } = shown;
        const { etag: _after, ...after } = await arm.ok('GET', path);
        expect(after).toEqual(before);
        await arm.send('DELETE', path);
        await arm.settled();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('ARM-25 takes it with its instance view, too', async () => {
    await createVm(arm, G, 'viewed');
    const path = vm(G, 'viewed');
    const shown = await arm.ok('GET', `${path}?$expand=instanceView`);
    expect((await arm.send('PUT', path, shown)).status).toBe(200);
  });
});

describe('user data', () => {
  it('ARM-18 are shown to those who ask, and go when they are emptied', async () => {
    await createVm(arm, G, 'data', { userData: 'aGVsbG8=' });
    const path = vm(G, 'data');
    const userData = async () => (await arm.ok('GET', `${path}?$expand=userData`)).properties.userData;
    expect((await arm.ok('GET', path)).properties).not.toHaveProperty('userData');
    expect(await userData()).toBe('aGVsbG8=');
    await arm.ok('PATCH', path, { properties: { userData: 'd29ybGQ=' } });
    expect(await userData()).toBe('d29ybGQ=');
    await arm.ok('PATCH', path, { properties: { userData: '' } });
    expect(await userData()).toBeUndefined();
  });
});

describe('identities', () => {
  const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  it('ARM-25 are made, shown, kept over changes, and taken away', async () => {
    await createVm(arm, G, 'who');
    const path = vm(G, 'who');
    expect(await arm.ok('GET', path)).not.toHaveProperty('identity');
    const made = await arm.ok('PATCH', path, { identity: { type: 'systemassigned' } });
    expect(made.identity).toEqual({
      type: 'SystemAssigned',
      principalId: expect.stringMatching(GUID),
      tenantId: expect.stringMatching(GUID),
    });
    const both = await arm.ok('PATCH', path, {
      identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [IDENTITY_ID]: {} } },
    });
    expect(both.identity).toEqual({
      ...made.identity,
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: {
        [IDENTITY_ID]: {
          principalId: expect.stringMatching(GUID),
          clientId: expect.stringMatching(GUID),
        },
      },
    });
    const none = await arm.ok('PATCH', path, { identity: { type: 'None' } });
    expect(none).not.toHaveProperty('identity');
    const again = await arm.ok('PATCH', path, { identity: { type: 'SystemAssigned' } });
    expect(again.identity.principalId).not.toBe(made.identity.principalId);
  });

  it('ARM-19 of a type that there is not are refused', async () => {
    await createVm(arm, G, 'nobody');
    const { status, body } = await arm.send('PATCH', vm(G, 'nobody'), { identity: { type: 'Everyone' } });
    expect([status, body.error.target]).toEqual([400, 'identity.type']);
  });
});

describe('members without effect', () => {
  it('TORPOR-22 are named in a header', async () => {
    await prepare(arm, G);
    const body = vmBody([], {
      licenseType: 'None',
      proximityPlacementGroup: { id: groupPath(G, 'Microsoft.Compute/proximityPlacementGroups/p') },
      securityProfile: {},
    });
    const answer = await arm.send('PUT', vm(G, 'named'), { ...body, zones: ['1'] });
    await arm.settled();
    expect(answer.headers['x-torpor-ignored']).toBe(
      'zones, properties.osProfile.customData, properties.proximityPlacementGroup, properties.licenseType',
    );
    const silent = await arm.send('PATCH', vm(G, 'named'), { tags: {} });
    expect(silent.headers['x-torpor-ignored']).toBeUndefined();
  });
});

describe('lists', () => {
  it('ARM-13 by scale set are empty: there is none', async () => {
    await createVm(arm, G, 'alone');
    const all = groupPath(G, 'Microsoft.Compute/virtualMachines');
    const filter = encodeURIComponent(`'virtualMachineScaleSet/id' eq '/subscriptions/x'`);
    expect((await arm.ok('GET', `${all}?$filter=${filter}`)).value).toEqual([]);
    expect((await arm.ok('GET', all)).value.length).toBeGreaterThan(0);
  });
});
