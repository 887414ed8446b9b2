import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { act, createVm, disk, vm } from '../world/arm-groups.js';
import { outcomeOf, wrong } from '../world/arm-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

const location = 'eastus';
const compute = (path: string) => groupPath('g', `Microsoft.Compute/${path}`);
const OS_OF_BLOB = { osType: 'Linux', osState: 'Generalized', blobUri: 'https://b/x.vhd' };
const DEFINITION = {
  location,
  properties: {
    osType: 'Linux',
    osState: 'Generalized',
    identifier: { publisher: 'me', offer: 'mine', sku: 'one' },
    features: [{ name: 'IsHibernateSupported', value: 'true' }],
  },
};

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.ok('PUT', groupPath('g'), { location });
});
afterAll(() => arm.close());

describe('resources that are kept and shown', () => {
  it.each<[string, object, object, number]>([
    [
      'availabilitySets/Set',
      { sku: { name: 'Aligned' }, properties: { platformFaultDomainCount: 2 } },
      {
        sku: { name: 'Aligned' },
        properties: { platformFaultDomainCount: 2, platformUpdateDomainCount: 5, virtualMachines: [] },
      },
      200,
    ],
    [
      'proximityPlacementGroups/Near',
      {},
      { properties: { proximityPlacementGroupType: 'Standard', virtualMachines: [] } },
      201,
    ],
    [
      'sshPublicKeys/Key',
      { properties: { publicKey: 'ssh-rsa AAAA' } },
      { properties: { publicKey: 'ssh-rsa AAAA' } },
      201,
    ],
    [
      'images/Image',
      { properties: { storageProfile: { osDisk: OS_OF_BLOB } } },
      {
        properties: {
          hyperVGeneration: 'V2',
          storageProfile: { osDisk: OS_OF_BLOB },
          provisioningState: 'Succeeded',
        },
      },
      201,
    ],
    [
      'galleries/Gallery',
      { properties: { description: 'd' } },
      {
        properties: {
          description: 'd',
          provisioningState: 'Succeeded',
          identifier: { uniqueName: `${SUBSCRIPTION}-GALLERY`.toUpperCase() },
        },
      },
      201,
    ],
    [
      'galleries/gallery/images/Def',
      DEFINITION,
      {
        properties: {
          ...DEFINITION.properties,
          hyperVGeneration: 'V2',
          architecture: 'x64',
          provisioningState: 'Succeeded',
        },
      },
      201,
    ],
    [
      'galleries/gallery/images/def/versions/1.0.0',
      { properties: { storageProfile: { source: { id: 'x' } } } },
      { properties: { storageProfile: { source: { id: 'x' } }, provisioningState: 'Succeeded' } },
      201,
    ],
    [
      'capacityReservationGroups/Crg',
      { zones: ['1'] },
      { zones: ['1'], properties: { virtualMachinesAssociated: [] } },
      201,
    ],
    [
      'capacityReservationGroups/crg/capacityReservations/R',
      { sku: { name: 'Standard_D2s_v5', capacity: 2 } },
      { sku: { name: 'Standard_D2s_v5', capacity: 2 }, properties: { provisioningState: 'Succeeded' } },
      201,
    ],
    [
      'hostGroups/Hg',
      { properties: { platformFaultDomainCount: 1 } },
      { properties: { platformFaultDomainCount: 1 } },
      201,
    ],
    [
      'hostGroups/hg/hosts/H',
      { sku: { name: 'DSv3-Type1' } },
      { sku: { name: 'DSv3-Type1' }, properties: { provisioningState: 'Succeeded', virtualMachines: [] } },
      201,
    ],
  ])('ARM-9 ARM-13 %s', async (path, body, shown, status) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const made = await arm.send('PUT', compute(path), { location: 'East US', tags: { a: 'b' }, ...body });
    expect(made.status).toBe(status);
    const read = await arm.ok('GET', compute(path.toUpperCase().replace('MICROSOFT', 'Microsoft')));
    expect(read).toMatchObject({ name, location, tags: { a: 'b' }, ...shown });
    expect(read.id.toLowerCase()).toBe(compute(path).toLowerCase());
    const patched = await arm.send('PATCH', compute(path), { tags: { c: 'd' } });
    expect([patched.status, patched.body]).toEqual([200, { ...read, tags: { c: 'd' } }]);
    const list = await arm.ok('GET', compute(path.slice(0, path.lastIndexOf('/'))));
    expect(list.value).toEqual([patched.body]);
  });

  it('ARM-4 children have the names of their parents as those were made', async () => {
    const { id, type } = await arm.ok('GET', compute('galleries/GALLERY/images/DEF/versions/1.0.0'));
    expect([id, type]).toEqual([
      compute('galleries/Gallery/images/Def/versions/1.0.0'),
      'Microsoft.Compute/galleries/images/versions',
    ]);
  });

  it('ARM-29 groups of hosts and of reservations list what is in them', async () => {
    const hosts = await arm.ok('GET', compute('hostGroups/hg'));
    expect(hosts.properties.hosts).toEqual([{ id: compute('hostGroups/Hg/hosts/H') }]);
    const reserved = await arm.ok('GET', compute('capacityReservationGroups/crg'));
    expect(reserved.properties.capacityReservations).toEqual([
      { id: compute('capacityReservationGroups/Crg/capacityReservations/R') },
    ]);
  });

  it('ARM-24 a resource with children does not go before them', async () => {
    const definition = compute('galleries/gallery/images/def');
    const refused = await arm.send('DELETE', definition);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
    expect((await arm.send('DELETE', `${definition}/versions/1.0.0`)).status).toBe(200);
    expect((await arm.send('DELETE', definition)).status).toBe(200);
    expect((await arm.send('DELETE', definition)).status).toBe(204);
  });

  it('TORPOR-22 says what of them has no effect', async () => {
    const { headers } = await arm.send('PUT', compute('availabilitySets/Set'), {
      location,
      properties: { platformUpdateDomainCount: 2, platformFaultDomainCount: 2 },
    });
    expect(headers['x-torpor-ignored']).toBe(
      'properties.platformFaultDomainCount, properties.platformUpdateDomainCount',
    );
  });
});

describe('SSH public keys', () => {
  it.each(['RSA', 'Ed25519'])(
    'ARM-17 makes a pair of %s and keeps the public half',
    async (encryptionType) => {
      const key = compute(`sshPublicKeys/pair-${encryptionType}`);
      await arm.ok('PUT', key, { location });
      const body = encryptionType === 'RSA' ? undefined : { encryptionType };
      const pair = await arm.ok('POST', `${key}/generateKeyPair`, body);
      expect(pair.id).toBe(key);
      expect((await arm.ok('GET', key)).properties.publicKey).toBe(pair.publicKey);
      expect(JSON.stringify(await arm.ok('GET', key))).not.toContain('PRIVATE');
      // The line has the form of OpenSSH: algorithm, then length-prefixed parts that begin with it again.
      const [algorithm, blob] = pair.publicKey.split(' ');
      const bytes = Buffer.from(blob, 'base64');
      expect(bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString()).toBe(algorithm);
      const derived = createPublicKey(pair.privateKey).export({ format: 'jwk' });
      const last = Buffer.from(derived.n ?? derived.x ?? '', 'base64url');
      expect(bytes.subarray(-last.length)).toEqual(last);
    },
  );
});

describe('VMs and what they refer to', () => {
  it('AZURE-10 ARM-24 a VM in an availability set holds it, and cannot hibernate', async () => {
    const set = compute('availabilitySets/set');
    await createVm(arm, 'g', 'member', {
      additionalCapabilities: {},
      availabilitySet: { id: set },
    });
    expect((await arm.ok('GET', set)).properties.virtualMachines).toEqual([{ id: vm('g', 'member') }]);
    const refused = await arm.send('DELETE', set);
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'Another resource uses this one: VM member is in availability set Set.',
    ]);
    const enabled = await arm.send('PUT', vm('g', 'other'), {
      location,
      properties: {
        hardwareProfile: { vmSize: 'Standard_D2s_v5' },
        additionalCapabilities: { hibernationEnabled: true },
        availabilitySet: { id: set },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: 'ubuntu-24_04-lts',
            sku: 'server',
            version: 'latest',
          },
          osDisk: { createOption: 'FromImage' },
        },
      },
    });
    expect([enabled.status, enabled.body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });

  it('AZURE-13 an image of a VM shows its disks', async () => {
    await act(arm, `${vm('g', 'member')}/deallocate`);
    const body = { location, properties: { sourceVirtualMachine: { id: vm('G', 'MEMBER') } } };
    await arm.ok('PUT', compute('images/of-vm'), body);
    const { properties } = await arm.ok('GET', compute('images/of-vm'));
    expect(properties.sourceVirtualMachine).toEqual({ id: vm('g', 'member') });
    expect(properties.storageProfile.osDisk).toMatchObject({ osType: 'Linux', osState: 'Generalized' });
    expect(properties.storageProfile.dataDisks).toMatchObject([{ lun: 0, diskSizeGB: 32 }]);
    expect(properties.storageProfile.osDisk.managedDisk.id).toContain(disk('g', 'member_OsDisk'));
  });
});

describe('wrong requests change nothing', () => {
  const DEFINITIONS = 'galleries/gallery/images';

  it.each([
    wrong(
      'a child of no parent',
      'PUT',
      compute('galleries/none/images/i'),
      DEFINITION,
      404,
      'ResourceNotFound',
    ),
    wrong(
      'children of no parent',
      'GET',
      compute('galleries/none/images'),
      undefined,
      404,
      'ResourceNotFound',
    ),
    wrong(
      'a gallery with a hyphen',
      'PUT',
      compute('galleries/a-b'),
      { location },
      400,
      'InvalidParameter',
      'name0',
    ),
    wrong(
      'a version that is none',
      'PUT',
      compute(`${DEFINITIONS}/d/versions/one`),
      { location, properties: { storageProfile: {} } },
      400,
      'InvalidParameter',
      'name2',
    ),
    wrong(
      'no OS',
      'PUT',
      compute(`${DEFINITIONS}/d`),
      { location, properties: { osState: 'Generalized', identifier: DEFINITION.properties.identifier } },
      400,
      'InvalidRequestContent',
      'properties.osType',
    ),
    wrong(
      'an unknown member',
      'PUT',
      compute('sshPublicKeys/k'),
      { location, properties: { key: 'x' } },
      400,
      'InvalidRequestContent',
      'properties.key',
    ),
    wrong(
      'another location',
      'PUT',
      compute('sshPublicKeys/key'),
      { location: 'westus2' },
      409,
      'PropertyChangeNotAllowed',
      'location',
    ),
    wrong(
      'an image of no VM',
      'PUT',
      compute('images/i'),
      { location, properties: { sourceVirtualMachine: { id: vm('g', 'none') } } },
      404,
      'ResourceNotFound',
      'properties.sourceVirtualMachine.id',
    ),
    wrong(
      'an image of nothing',
      'PUT',
      compute('images/i'),
      { location, properties: {} },
      400,
      'InvalidParameter',
      'properties',
    ),
    wrong(
      'an image whose OS is in no known state',
      'PUT',
      compute('images/i'),
      { location, properties: { storageProfile: { osDisk: { osType: 'Linux' } } } },
      400,
      'InvalidRequestContent',
      'properties.storageProfile.osDisk.osState',
    ),
    wrong(
      'keys for nobody',
      'POST',
      compute('sshPublicKeys/none/generateKeyPair'),
      undefined,
      404,
      'ResourceNotFound',
    ),
    wrong(
      'no such group',
      'PUT',
      groupPath('missing', 'Microsoft.Compute/sshPublicKeys/k'),
      { location },
      404,
      'ResourceGroupNotFound',
    ),
  ])('ARM-19 ARM-29 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });
});
