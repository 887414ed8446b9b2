import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { act, createVm, disk, vm } from '../world/arm-groups.js';
import { outcomeOf, wrong } from '../world/arm-requests.js';

let arm: ArmTestApp;

const location = 'eastus';
const snapshot = (name: string) => groupPath('g', `Microsoft.Compute/snapshots/${name}`);
const copyOf = (id: string, properties: object = {}) => ({
  location,
  properties: { creationData: { createOption: 'Copy', sourceResourceId: id }, ...properties },
});
const osDiskOf = async (name: string): Promise<string> =>
  (await arm.ok('GET', vm('g', name))).properties.storageProfile.osDisk.managedDisk.id;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await createVm(arm, 'g', 'vm');
  await arm.ok('PUT', disk('g', 'data'), {
    location,
    properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 64, supportsHibernation: true },
  });
});
afterAll(() => arm.close());

describe('snapshots', () => {
  it('ARM-10 are made by 202 with the snapshot in the status of the operation', async () => {
    const put = await arm.send('PUT', snapshot('One'), {
      ...copyOf(disk('g', 'data'), { incremental: true }),
      sku: { name: 'standard_zrs' },
      tags: { a: 'b' },
    });
    expect([put.status, put.body.properties.provisioningState]).toEqual([202, 'Updating']);
    expect(put.headers['azure-asyncoperation']).toContain('/DiskOperations/');
    const status = await arm.ok('GET', put.headers['azure-asyncoperation'] ?? '');
    const read = await arm.ok('GET', snapshot('one'));
    expect(status.properties.output).toEqual(read);
    const { properties, ...envelope } = read;
    expect(envelope).toEqual({
      name: 'One',
      id: snapshot('One'),
      type: 'Microsoft.Compute/snapshots',
      location,
      tags: { a: 'b' },
      sku: { name: 'Standard_ZRS', tier: 'Standard' },
    });
    const source = await arm.ok('GET', disk('g', 'data'));
    expect(properties).toEqual({
      provisioningState: 'Succeeded',
      creationData: {
        createOption: 'Copy',
        sourceResourceId: disk('g', 'data'),
        sourceUniqueId: source.properties.uniqueId,
      },
      diskSizeGB: 64,
      diskSizeBytes: 64 * 1024 ** 3,
      incremental: true,
      incrementalSnapshotFamilyId: source.properties.uniqueId,
      completionPercent: 100,
      supportsHibernation: true,
      diskState: 'Unattached',
      uniqueId: properties.uniqueId,
      timeCreated: properties.timeCreated,
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      networkAccessPolicy: 'AllowAll',
      publicNetworkAccess: 'Enabled',
    });
  });

  it('ASSUME-27 of a hibernated VM do not hold its memory, and a copy boots', async () => {
    await act(arm, `${vm('g', 'vm')}/deallocate?hibernate=true`);
    await arm.ok('PUT', snapshot('asleep'), copyOf(await osDiskOf('vm')));
    const shown = await arm.ok('GET', snapshot('asleep'));
    expect([shown.properties.osType, shown.properties.supportsHibernation]).toEqual(['Linux', true]);
    await arm.ok('PUT', disk('g', 'copy'), copyOf(snapshot('asleep')));
    const copy = await arm.ok('GET', disk('g', 'copy'));
    expect(copy.properties).toMatchObject({
      osType: 'Linux',
      supportsHibernation: true,
      diskState: 'Unattached',
      creationData: { createOption: 'Copy', sourceResourceId: snapshot('asleep') },
    });
    const [{ images }] = await arm.database.query(
      'select count(*)::integer as images from disk where image is not null',
    );
    expect(images).toBe(1);
    await act(arm, `${vm('g', 'vm')}/start`);
  });

  it('ARM-25 are listed, changed and deleted', async () => {
    const patched = await arm.send('PATCH', snapshot('one'), {
      tags: { c: 'd' },
      properties: { diskSizeGB: 128 },
    });
    expect([patched.status, patched.body.tags, patched.body.properties.diskSizeGB]).toEqual([
      202,
      { c: 'd' },
      128,
    ]);
    const names = (await arm.ok('GET', snapshot('').slice(0, -1))).value.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual(['asleep', 'One']);
    await arm.ok('PUT', snapshot('second'), copyOf(snapshot('one')));
    expect((await arm.send('DELETE', snapshot('one'))).status).toBe(202);
    expect((await arm.send('DELETE', snapshot('one'))).status).toBe(204);
    expect((await arm.ok('GET', snapshot('second'))).properties.diskSizeGB).toBe(128);
  });
});

describe('access to disks and snapshots', () => {
  const grant = { access: 'read', durationInSeconds: 3600, fileFormat: 'VHD' };

  it.each([
    ['a disk', () => disk('g', 'data')],
    ['a snapshot', () => snapshot('second')],
  ])(
    'TORPOR-22 to %s is granted with a link that leads nowhere, which a header says',
    async (_what, pathOf) => {
      const path = pathOf();
      const granted = await arm.send('POST', `${path}/beginGetAccess`, grant);
      expect([granted.status, granted.body, granted.headers['x-torpor-ignored']]).toEqual([
        202,
        undefined,
        'accessSAS, fileFormat',
      ]);
      const { properties } = await arm.ok('GET', granted.headers['azure-asyncoperation'] ?? '');
      expect(properties.output.accessSAS).toMatch(/^https:\/\/[a-z.-]+\.invalid\//);
      expect(await arm.ok('GET', granted.headers['location'] ?? '')).toEqual(properties.output);
      expect((await arm.ok('GET', path)).properties.diskState).toBe('ActiveSAS');
      const refused = await arm.send('DELETE', path);
      expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
      expect((await arm.send('POST', `${path}/endGetAccess`)).status).toBe(202);
      expect((await arm.ok('GET', path)).properties.diskState).toBe('Unattached');
    },
  );
});

describe('disks', () => {
  it.each([
    ['Import', { sourceUri: 'https://a.blob/x.vhd', storageAccountId: 'id' }, 30],
    ['Upload', { uploadSizeBytes: 8 * 1024 ** 3 + 512 }, 8],
  ])('TORPOR-22 are made by %s with the size, without the bytes', async (createOption, creation, sizeGib) => {
    const path = disk('g', `by-${createOption}`);
    const body = { location, properties: { creationData: { createOption, ...creation } } };
    const put = await arm.send('PUT', path, body);
    expect([put.status, put.headers['x-torpor-ignored']]).toEqual([
      202,
      createOption === 'Import'
        ? 'properties.creationData.sourceUri'
        : 'properties.creationData.uploadSizeBytes',
    ]);
    const { properties } = await arm.ok('GET', path);
    expect([properties.diskSizeGB, properties.creationData]).toEqual([
      sizeGib,
      { createOption, ...creation },
    ]);
  });
});

describe('wrong requests change nothing', () => {
  const DATA = disk('g', 'data');
  const SOURCE = 'properties.creationData.sourceResourceId';

  it.each([
    wrong(
      'no source',
      'PUT',
      snapshot('n'),
      { location, properties: { creationData: { createOption: 'Copy' } } },
      400,
      'InvalidParameter',
      SOURCE,
    ),
    wrong('no such disk', 'PUT', snapshot('n'), copyOf(disk('g', 'none')), 404, 'ResourceNotFound', SOURCE),
    wrong(
      'no such snapshot',
      'PUT',
      snapshot('n'),
      copyOf(snapshot('none')),
      404,
      'ResourceNotFound',
      SOURCE,
    ),
    wrong(
      'a source of another type',
      'PUT',
      snapshot('n'),
      copyOf(vm('g', 'vm')),
      400,
      'InvalidRequestContent',
      SOURCE,
    ),
    wrong(
      'a source elsewhere',
      'PUT',
      snapshot('n'),
      { ...copyOf(DATA), location: 'westus2' },
      400,
      'InvalidParameter',
      SOURCE,
    ),
    wrong(
      'less than the source',
      'PUT',
      snapshot('n'),
      copyOf(DATA, { diskSizeGB: 8 }),
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong('another source', 'PUT', snapshot('second'), copyOf(DATA), 409, 'PropertyChangeNotAllowed', SOURCE),
    wrong(
      'fewer GiB',
      'PATCH',
      snapshot('second'),
      { properties: { diskSizeGB: 1 } },
      400,
      'InvalidParameter',
      'properties.diskSizeGB',
    ),
    wrong(
      'a copy of no disk',
      'PUT',
      disk('g', 'n'),
      copyOf(snapshot('none')),
      404,
      'ResourceNotFound',
      SOURCE,
    ),
    wrong(
      'an upload of no size',
      'PUT',
      disk('g', 'n'),
      { location, properties: { creationData: { createOption: 'Upload' } } },
      400,
      'InvalidParameter',
      'properties.creationData.uploadSizeBytes',
    ),
    wrong(
      'access for no time',
      'POST',
      `${DATA}/beginGetAccess`,
      { access: 'Read', durationInSeconds: 0 },
      400,
      'InvalidRequestContent',
      'durationInSeconds',
    ),
    wrong(
      'access to no snapshot',
      'POST',
      `${snapshot('none')}/beginGetAccess`,
      { access: 'Read', durationInSeconds: 1 },
      404,
      'ResourceNotFound',
    ),
  ])('ARM-19 ARM-29 TORPOR-3 $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });

  it('ARM-24 access to the disk of a running VM is refused', async () => {
    const answer = await arm.send('POST', `${await osDiskOf('vm')}/beginGetAccess`, {
      access: 'Read',
      durationInSeconds: 1,
    });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });
});
