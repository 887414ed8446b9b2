import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, type ArmAnswer } from '../world/arm-app.js';
import { act, createVm, nic, prepare, vm, vmBody } from '../world/arm-groups.js';

let arm: ArmTestApp;
let count = 0;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

const LINUX = {
  publisher: 'Microsoft.CPlat.Core',
  type: 'LinuxHibernateExtension',
  typeHandlerVersion: '1.0',
};
const SCRIPT = {
  publisher: 'Microsoft.Azure.Extensions',
  type: 'CustomScript',
  typeHandlerVersion: '2.1',
  settings: { commandToExecute: 'true' },
  protectedSettings: { secret: 'Never-shown-2' },
};
const body = (properties: object) => ({ location: 'East US', properties });
const NOTHING_SET_UP = { hasUdevHibernateRule: false, swapMib: 0, hasResumeParameter: false };

/** A VM whose guest is as the profile of its image says, but for `guest`. */
async function aVm(guest: object = {}, properties: object = {}): Promise<string> {
  const name = `vm-${(count += 1)}`;
  await prepare(arm, 'extensions', [`${name}-nic`]);
  const headers = { 'x-torpor-emulation': JSON.stringify({ guestOverrides: guest }) };
  const path = vm('extensions', name);
  const answer = await arm.send('PUT', path, vmBody([nic('extensions', `${name}-nic`)], properties), {
    headers,
  });
  expect(answer.status).toBe(201);
  await arm.settled();
  return path;
}

async function install(path: string, name: string, properties: object): Promise<ArmAnswer> {
  const answer = await arm.send('PUT', `${path}/extensions/${name}`, body(properties));
  await arm.settled();
  return answer;
}

const poll = (answer: ArmAnswer) => arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');

const hibernate = (path: string) => arm.send('POST', `${path}/deallocate?hibernate=true`);

describe('the hibernation extension', () => {
  it('AZURE-49 R82 R83 R89 sets up a guest that nobody has prepared', async () => {
    const path = await aVm(NOTHING_SET_UP);
    const inVain = await hibernate(path);
    await arm.settled();
    expect((await poll(inVain)).error.code).toBe('VMHibernateFailed');

    const made = await install(path, 'LinuxHibernateExtension', LINUX);
    expect([made.status, made.body.properties.provisioningState]).toEqual([201, 'Creating']);
    expect(made.body.id).toBe(`${path}/extensions/LinuxHibernateExtension`);
    expect((await poll(made)).status).toBe('Succeeded');
    const again = await hibernate(path);
    await arm.settled();
    expect((await poll(again)).status).toBe('Succeeded');
    await act(arm, `${path}/start`);
    const view = await arm.ok('GET', `${path}/instanceView`);
    expect(view.extensions).toMatchObject([
      {
        name: 'LinuxHibernateExtension',
        type: 'Microsoft.CPlat.Core.LinuxHibernateExtension',
        substatuses: [{ code: 'ComponentStatus/VMBootState/Resume/succeeded' }],
        statuses: [{ code: 'ProvisioningState/succeeded' }],
      },
    ]);
  });

  const UNFIT: readonly (readonly [string, object, object, string])[] = [
    ['R21', { ...NOTHING_SET_UP, hibernationAvailable: false }, {}, 'bars hibernation'],
    ['ENABLE-1', NOTHING_SET_UP, { additionalCapabilities: {} }, 'not enabled for hibernation'],
  ];

  it.each(UNFIT)('AZURE-49 %s fails where the guest cannot be set up', async (...row) => {
    const [, guest, properties, message] = row;
    const path = await aVm(guest, properties);
    const made = await install(path, 'hibernate', LINUX);
    const { status, error } = await poll(made);
    expect([status, error.code, error.message]).toEqual([
      'Failed',
      'VMExtensionProvisioningError',
      expect.stringContaining(message),
    ]);
    const shown = await arm.ok('GET', `${path}/extensions/hibernate?$expand=instanceView`);
    expect(shown.properties).toMatchObject({
      provisioningState: 'Failed',
      instanceView: {
        statuses: [{ code: 'ProvisioningState/failed/1', message: expect.stringContaining(message) }],
      },
    });
  });

  it('AZURE-20 while it is failed the VM cannot hibernate; reapplying it helps once the cause is gone', async () => {
    const path = await aVm({ ...NOTHING_SET_UP, hibernationAvailable: false });
    await install(path, 'hibernate', LINUX);
    const before = await arm.snapshot();
    const { status, body: refused } = await hibernate(path);
    expect([status, refused.error.code, refused.error.message]).toEqual([
      409,
      'OperationNotAllowed',
      expect.stringContaining('HibernateAndDeallocate'),
    ]);
    expect(await arm.snapshot()).toBe(before);
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Failed');

    const failing = await arm.send('POST', `${path}/reapply`);
    await arm.settled();
    expect((await poll(failing)).error.code).toBe('VMExtensionProvisioningError');
    await arm.database.query(
      `update virtual_machine set profile = profile || '{"hibernationAvailable": true}' where name_key = $1`,
      [path.split('/').at(-1)],
    );
    await act(arm, `${path}/reapply`);
    const document = await arm.ok('GET', path);
    expect([
      document.properties.provisioningState,
      document.resources[0].properties.provisioningState,
    ]).toEqual(['Succeeded', 'Succeeded']);
    // The kernel was told not to hibernate when it booted.
    await act(arm, `${path}/restart`);
    expect((await act(arm, `${path}/deallocate?hibernate=true`)).status).toBe(202);
  });

  it('AZURE-1 AZURE-20 a Windows VM with hibernation gets its own, unasked', async () => {
    const image = {
      publisher: 'MicrosoftWindowsServer',
      offer: 'WindowsServer',
      sku: '2022-datacenter-g2',
      version: 'latest',
    };
    const storageProfile = { imageReference: image, osDisk: { createOption: 'FromImage' } };
    await prepare(arm, 'extensions');
    const path = vm('extensions', 'windows');
    const made = await arm.send('PUT', path, vmBody([], { storageProfile }));
    expect(made.body.resources[0].properties.provisioningState).toBe('Creating');
    await arm.settled();
    const { resources } = await arm.ok('GET', path);
    expect(resources).toMatchObject([
      {
        name: 'AzureHibernateExtension',
        properties: {
          publisher: 'Microsoft.CPlat.Core',
          type: 'WindowsHibernateExtension',
          settings: { allowReboot: true },
          forceUpdateTag: expect.stringMatching(/^[0-9a-f-]{36}$/),
          provisioningState: 'Succeeded',
        },
      },
    ]);
    expect((await arm.ok('GET', `${path}/extensions`)).value).toEqual(resources);
  });
});

describe('extensions', () => {
  it('TORPOR-22 of any other kind are kept and shown, run nothing, and keep no secret', async () => {
    const path = await aVm();
    const made = await install(path, 'script', SCRIPT);
    expect(made.headers['x-torpor-ignored']).toBe(
      'properties.type, properties.settings, properties.protectedSettings',
    );
    expect((await poll(made)).status).toBe('Succeeded');
    const shown = await arm.ok('GET', `${path}/extensions/SCRIPT`);
    const { protectedSettings: _secret, ...kept } = SCRIPT;
    expect(shown).toEqual({
      id: `${path}/extensions/script`,
      name: 'script',
      type: 'Microsoft.Compute/virtualMachines/extensions',
      location: 'eastus',
      properties: { ...kept, provisioningState: 'Succeeded' },
    });
    expect(await arm.snapshot()).not.toContain('Never-shown-2');
    const again = await install(path, 'script', { ...SCRIPT, forceUpdateTag: 'again' });
    expect([again.status, again.body.properties.provisioningState]).toEqual([200, 'Updating']);
  });

  it('are changed by PATCH, listed, and deleted', async () => {
    const path = await aVm();
    await install(path, 'script', SCRIPT);
    await install(path, 'hibernate', LINUX);
    const patched = await arm.send('PATCH', `${path}/extensions/script`, {
      tags: { a: 'b' },
      properties: { typeHandlerVersion: '2.2' },
    });
    await arm.settled();
    expect([patched.status, patched.body.tags, patched.body.properties.typeHandlerVersion]).toEqual([
      200,
      { a: 'b' },
      '2.2',
    ]);
    const names = async () =>
      (await arm.ok('GET', `${path}/extensions`)).value.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['hibernate', 'script']);
    const gone = await arm.send('DELETE', `${path}/extensions/script`);
    await arm.settled();
    expect([gone.status, (await poll(gone)).status]).toEqual([202, 'Succeeded']);
    expect(await names()).toEqual(['hibernate']);
    expect((await arm.send('DELETE', `${path}/extensions/script`)).status).toBe(204);
    const missing = await arm.send('GET', `${path}/extensions/script`);
    expect([missing.status, missing.body.error.code]).toEqual([404, 'ResourceNotFound']);
  });

  it('AZURE-49 TORPOR-3 change in a running VM alone', async () => {
    const path = await aVm();
    await install(path, 'script', SCRIPT);
    await act(arm, `${path}/deallocate`);
    const before = await arm.snapshot();
    const refused = [
      await arm.send('PUT', `${path}/extensions/hibernate`, body(LINUX)),
      await arm.send('PATCH', `${path}/extensions/script`, { properties: {} }),
      await arm.send('DELETE', `${path}/extensions/script`),
    ];
    expect(refused.map(({ status, body: { error } }) => [status, error.code])).toEqual([
      [409, 'OperationNotAllowed'],
      [409, 'OperationNotAllowed'],
      [409, 'OperationNotAllowed'],
    ]);
    expect(await arm.snapshot()).toBe(before);
  });

  it.each([
    [
      'another type',
      SCRIPT,
      { ...SCRIPT, type: 'Other' },
      409,
      'PropertyChangeNotAllowed',
      'properties.type',
    ],
    [
      'no publisher',
      undefined,
      { type: 'x', typeHandlerVersion: '1' },
      400,
      'InvalidRequestContent',
      'properties.publisher',
    ],
    [
      'an unknown member',
      undefined,
      { ...LINUX, nonsense: 1 },
      400,
      'InvalidRequestContent',
      'properties.nonsense',
    ],
  ])('TORPOR-3 refuse %s', async (_what, first, properties, status, code, target) => {
    const path = await aVm();
    if (first !== undefined) await install(path, 'one', first);
    const before = await arm.snapshot();
    const answer = await arm.send('PUT', `${path}/extensions/one`, body(properties));
    expect([answer.status, answer.body.error.code, answer.body.error.target]).toEqual([status, code, target]);
    expect(await arm.snapshot()).toBe(before);
  });

  it('ARM-11 go with their VM', async () => {
    const path = await aVm();
    await install(path, 'script', SCRIPT);
    await arm.send('DELETE', path);
    await arm.settled();
    await createVm(arm, 'extensions', path.split('/').at(-1) ?? '');
    expect((await arm.ok('GET', `${path}/extensions`)).value).toEqual([]);
  });
});
