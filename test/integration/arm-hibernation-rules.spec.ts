import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupPath, type ArmAnswer, type ArmTestApp } from '../world/arm-app.js';
import { codesOf } from '../world/arm-groups.js';
import {
  disk,
  diskBody,
  G,
  hibernating,
  openCloudWithVm,
  storage,
  vm,
  vmBody,
} from '../world/arm-requests.js';

/*
 * What Azure says when hibernation is out of the question, row by row: the code, and what its message has to name.
 */

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await openCloudWithVm();
});
afterAll(() => arm.close());

interface Refused {
  readonly code: string;
  readonly message: string;
}

async function aVm(body: object = hibernating(), guest: object = {}): Promise<string> {
  const path = vm(`rules-${(count += 1)}`);
  const headers = { 'x-torpor-emulation': JSON.stringify({ guestOverrides: guest }) };
  const made = await arm.send('PUT', path, body, { headers });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  await arm.settled();
  return path;
}

async function act(path: string, action: string): Promise<ArmAnswer> {
  const answer = await arm.send('POST', `${path}/${action}`);
  await arm.settled();
  return answer;
}

/** How a request fails: at once, or as its operation does. */
async function failure(answer: ArmAnswer): Promise<Refused & { readonly at: 'once' | 'end' }> {
  if (answer.status >= 400) return { at: 'once', ...answer.body.error };
  const operation = await arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');
  if (operation.status !== 'Failed') throw new Error(`the operation is ${operation.status}`);
  return { at: 'end', ...operation.error };
}

const ofImage = (imageReference: object) => hibernating(storage({}, [], imageReference));
const ANY = { id: groupPath(G, 'Microsoft.Compute/availabilitySets/a') };
const GALLERY_IMAGE = groupPath(G, 'Microsoft.Compute/galleries/mine/images/golden');

describe('refused when a VM is made', () => {
  const ROWS: readonly (readonly [
    rule: string,
    what: string,
    body: () => object,
    names: readonly string[],
  ])[] = [
    [
      'AZURE-3',
      'an OS disk without support',
      () => hibernating(storage({ createOption: 'Attach', managedDisk: { id: disk('free') } })),
      ['OS disk', 'supportsHibernation', 'free'],
    ],
    [
      'AZURE-8',
      'a platform image without support',
      () => ofImage({ publisher: 'OpenLogic', offer: 'CentOS', sku: '7_9', version: 'latest' }),
      ['image', 'OpenLogic', 'CentOS', '7_9'],
    ],
    [
      'AZURE-8',
      'a gallery image without support',
      () => ofImage({ id: `${GALLERY_IMAGE}/versions/1.0.0` }),
      ['gallery image', 'mine/golden', 'IsHibernateSupported'],
    ],
    ['AZURE-9', 'Spot priority', () => hibernating({ priority: 'Spot' }), ['hibernation', 'spot']],
    [
      'AZURE-13',
      'a user image',
      () => ofImage({ id: groupPath(G, 'Microsoft.Compute/images/mine') }),
      ['hibernation', 'managed image'],
    ],
    ['AZURE-11', 'a dedicated host', () => hibernating({ host: ANY }), ['hibernation', 'dedicated host']],
    [
      'AZURE-12',
      'a capacity reservation',
      () => hibernating({ capacityReservation: { capacityReservationGroup: ANY } }),
      ['hibernation', 'capacity reservation'],
    ],
    [
      'AZURE-4',
      'an OS disk smaller than memory',
      () => hibernating({ hardwareProfile: { vmSize: 'Standard_D8s_v5' } }),
      ['OS disk', String(30 * 1024 ** 3), String(32 * 1024 ** 3), 'bytes'],
    ],
    [
      'AZURE-10',
      'an availability set',
      () => hibernating({ availabilitySet: ANY }),
      ['hibernation', 'availability set'],
    ],
    [
      'AZURE-16',
      'Trusted Launch on Linux',
      () => hibernating({ securityProfile: { securityType: 'TrustedLaunch' } }),
      ['hibernation', 'Trusted Launch', 'Linux'],
    ],
  ];

  it.each(ROWS)('%s TORPOR-3 %s', async (_rule, _what, body, names) => {
    const before = await arm.snapshot();
    const { status, body: answer } = await arm.send('PUT', vm('refused'), body());
    expect([status, answer.error.code]).toEqual([409, 'OperationNotAllowed']);
    for (const name of names) expect(answer.error.message).toContain(name);
    expect(await arm.snapshot()).toBe(before);
  });

  it('AZURE-8 a gallery image that has the feature is taken', async () => {
    await arm.database.query(
      `insert into kept_resource (id, group_id, type, name, name_key, location, tags, etag, content)
       select $1, id, 'Microsoft.Compute/galleries/images', 'mine/able', 'mine/able', 'eastus', '{}', $1,
              $2 from resource_group where name_key = $3`,
      [
        randomUUID(),
        JSON.stringify({
          envelope: {},
          properties: { features: [{ name: 'IsHibernateSupported', value: 'true' }] },
        }),
        G,
      ],
    );
    const id = groupPath(G, 'Microsoft.Compute/galleries/mine/images/Able/versions/1.0.0');
    const path = await aVm(ofImage({ id }));
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Succeeded');
  });
});

describe('refused when it is to be enabled later', () => {
  it.each([
    ['AZURE-3', vmBody(), ['OS disk', 'supportsHibernation']],
    ['AZURE-9', vmBody({ priority: 'Spot' }), ['OS disk', 'supportsHibernation']],
    ['AZURE-7', vmBody({ hardwareProfile: { vmSize: 'Standard_D2s_v3' } }), ['Standard_D2s_v3']],
  ])('%s AZURE-2 TORPOR-3 with the same code', async (_rule, body, names) => {
    const path = await aVm(body);
    await act(path, 'deallocate');
    const before = await arm.snapshot();
    const { status, body: answer } = await arm.send('PATCH', path, {
      properties: { additionalCapabilities: { hibernationEnabled: true } },
    });
    expect([status, answer.error.code]).toEqual([409, 'OperationNotAllowed']);
    for (const name of names) expect(answer.error.message).toContain(name);
    expect(await arm.snapshot()).toBe(before);
  });
});

describe('refused when a VM is to hibernate', () => {
  it('AZURE-19 one that is not enabled, naming the member', async () => {
    const refused = await failure(await act(await aVm(vmBody()), 'deallocate?hibernate=true'));
    expect(refused).toMatchObject({ at: 'once', code: 'OperationNotAllowed' });
    expect(refused.message).toContain('additionalCapabilities.hibernationEnabled');
  });

  it.each(['powerOff', 'deallocate'])('AZURE-18 one that does not run, after %s', async (action) => {
    const path = await aVm();
    await act(path, action);
    const refused = await failure(await act(path, 'deallocate?hibernate=true'));
    expect(refused).toMatchObject({ at: 'once', code: 'OperationNotAllowed' });
    expect(refused.message).toContain('provisioned and is running');
  });

  it('AZURE-20 one whose extension is failed, naming the operation', async () => {
    const path = await aVm(hibernating(), { swapMib: 0, hibernationAvailable: false });
    await arm.send('PUT', `${path}/extensions/LinuxHibernateExtension`, {
      location: 'eastus',
      properties: {
        publisher: 'Microsoft.CPlat.Core',
        type: 'LinuxHibernateExtension',
        typeHandlerVersion: '1.0',
      },
    });
    await arm.settled();
    const refused = await failure(await act(path, 'deallocate?hibernate=true'));
    expect(refused).toMatchObject({ at: 'once', code: 'OperationNotAllowed' });
    expect(refused.message).toContain('HibernateAndDeallocate');
    expect(refused.message).toContain('LinuxHibernateExtension');
  });

  it('AZURE-21 a guest that has only just booted', async () => {
    const path = await aVm(hibernating(), { readyAfterMs: 3_600_000 });
    const refused = await failure(await act(path, 'deallocate?hibernate=true'));
    expect(refused).toMatchObject({ at: 'end', code: 'VMHibernateNotSupported' });
    expect(refused.message).toContain('just booted');
    expect(codesOf(await arm.ok('GET', `${path}/instanceView`))).toEqual([
      'ProvisioningState/failed/VMHibernateNotSupported',
      'PowerState/running',
    ]);
  });

  it('AZURE-22 a guest that does not do it, naming the VM', async () => {
    const path = await aVm(hibernating(), { hasUdevHibernateRule: false });
    const refused = await failure(await act(path, 'deallocate?hibernate=true'));
    expect(refused).toMatchObject({ at: 'end', code: 'VMHibernateFailed' });
    expect(refused.message).toContain(path.split('/').at(-1));
    expect(codesOf(await arm.ok('GET', `${path}/instanceView`))[1]).toBe('PowerState/running');
  });

  it('AZURE-23 a fabric that fails', async () => {
    const path = await aVm();
    await arm.database.query(`
      create function refuse_update() returns trigger language plpgsql
          as $$ begin raise exception 'the fabric is out of order'; end $$;
      create trigger broken_fabric before update on hyperv_vm execute function refuse_update();`);
    const refused = await failure(await act(path, 'deallocate?hibernate=true'));
    await arm.database.query('drop trigger broken_fabric on hyperv_vm');
    expect(refused).toMatchObject({ at: 'end', code: 'InternalOperationError' });
  });
});

describe('refused when a hibernated VM is to start', () => {
  const setHosts = (assignment: string) => arm.database.query(`update host set ${assignment}`);

  it('AZURE-30 without room: AllocationFailed, and the VM stays hibernated', async () => {
    const path = await aVm();
    await act(path, 'deallocate?hibernate=true');
    await setHosts('vcpus = used_vcpus');
    const refused = await failure(await act(path, 'start'));
    await setHosts('vcpus = 64');
    expect(refused).toMatchObject({ at: 'end', code: 'AllocationFailed' });
    expect(codesOf(await arm.ok('GET', `${path}/instanceView`)).at(-1)).toBe('HibernationState/Hibernated');
  });

  it('AZURE-31 with room that does not fit the image: the constraints are listed', async () => {
    await arm.cloud.addHost('older', 'intel-cascade-lake');
    await arm.cloud.addNic('fast', '000d3a0000ff');
    const networkProfile = {
      networkInterfaces: [{ id: groupPath('night-shift', 'Microsoft.Network/networkInterfaces/fast') }],
    };
    await arm.database.query(`update host set state = 'draining' where name = 'older'`);
    const path = await aVm(hibernating({ networkProfile }));
    await act(path, 'deallocate?hibernate=true');
    await arm.database.query(
      `update host set state = case when name = 'older' then 'available' else 'draining' end`,
    );
    const refused = await failure(await act(path, 'start'));
    await setHosts(`state = 'available'`);
    expect(refused).toMatchObject({
      at: 'end',
      code: 'OverconstrainedResumeFromHibernatedStateAllocationRequest',
    });
    expect(refused.message).toContain('resuming from hibernated state');
    expect(refused.message).toContain('accelerated networking');
  });
});

describe('what is lost', () => {
  it('AZURE-33 R57 the temporary disk is, and a file system that was mounted from it', async () => {
    const size = { hardwareProfile: { vmSize: 'Standard_D2ds_v5' } };
    const path = await aVm(hibernating(size), { mountsTemporaryDisk: true });
    await act(path, 'deallocate?hibernate=true');
    await act(path, 'start');
    const { vmId } = (await arm.ok('GET', path)).properties;
    const [{ verdict }] = await arm.database.query('select verdict from virtual_machine where id = $1', [
      vmId,
    ]);
    const lost = verdict.findings.filter(({ rule }: { rule: string }) => rule === 'R57');
    expect([verdict.severity, lost.map(({ slot }: { slot: string }) => slot)]).toEqual([
      'resumed-degraded',
      ['temporary disk'],
    ]);
  });
});

it('AZURE-15 a shared disk rules hibernation out', async () => {
  const shared = disk('shared-later');
  await arm.ok('PUT', shared, diskBody({ maxShares: 2 }));
  const body = hibernating(storage({}, [{ lun: 0, createOption: 'Attach', managedDisk: { id: shared } }]));
  const { status, body: answer } = await arm.send('PUT', vm('refused'), body);
  expect([status, answer.error.code, answer.error.message]).toEqual([
    409,
    'OperationNotAllowed',
    expect.stringContaining('shared disk'),
  ]);
});
