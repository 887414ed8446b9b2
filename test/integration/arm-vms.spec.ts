import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { act, codesOf, createVm, network, nic, nicBody, prepare, vm, vmBody } from '../world/arm-groups.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.cloud.addHost('host-b');
});
afterAll(() => arm.close());

describe('virtual machines', () => {
  it('ARM-6 ARM-7 ARM-8 AZURE-35 AZURE-36 AZURE-37 hibernate and come back', async () => {
    await prepare(arm, 'cycle', ['nic']);
    const created = await arm.send('PUT', vm('cycle', 'vm'), vmBody([nic('cycle', 'nic')]));
    expect([created.status, created.body.properties.provisioningState, created.headers['etag']]).toEqual([
      201,
      'Creating',
      '"1"',
    ]);
    expect(JSON.stringify(created.body)).not.toMatch(/Never-shown|c2VjcmV0/);
    await arm.settled();
    const running = await arm.send('GET', vm('cycle', 'vm'));
    expect(running.body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      additionalCapabilities: { hibernationEnabled: true },
      storageProfile: {
        osDisk: { diskSizeGB: 30, managedDisk: { storageAccountType: 'Premium_LRS' } },
        dataDisks: [{ lun: 0, diskSizeGB: 32, createOption: 'Empty' }],
      },
    });
    expect(running.headers['etag']).toBe('"2"');
    const { osDisk } = running.body.properties.storageProfile;
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties).toMatchObject({
      supportsHibernation: true,
      diskState: 'Attached',
      osType: 'Linux',
    });

    const accepted = await arm.send('POST', `${vm('cycle', 'vm')}/deallocate?Hibernate=TRUE`);
    expect([accepted.status, accepted.body, accepted.headers['retry-after']]).toEqual([202, undefined, '1']);
    await arm.settled();
    const poll = await arm.send('GET', `${accepted.headers['azure-asyncoperation']}&hibernate=true&t=1`);
    expect(poll.body).toMatchObject({ status: 'Succeeded', name: accepted.headers['x-ms-request-id'] });
    const location = await arm.send('GET', accepted.headers['location'] ?? '');
    expect([location.status, location.body]).toEqual([200, undefined]);

    const hibernated = await arm.send('GET', `${vm('cycle', 'vm')}?$expand=instanceView`);
    const { instanceView, storageProfile } = hibernated.body.properties;
    expect(hibernated.headers['etag']).toBeUndefined();
    expect(codesOf(instanceView)).toEqual([
      'ProvisioningState/succeeded',
      'PowerState/deallocated',
      'HibernationState/Hibernated',
    ]);
    expect(Object.keys(instanceView)).toEqual(['hyperVGeneration', 'disks', 'statuses']);
    expect(storageProfile.osDisk).not.toHaveProperty('diskSizeGB');
    expect(storageProfile.osDisk.managedDisk).not.toHaveProperty('storageAccountType');
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties.diskState).toBe('Reserved');

    await act(arm, `${vm('cycle', 'vm')}/start`);
    const view = await arm.ok('GET', `${vm('cycle', 'vm')}/instanceView`);
    expect(codesOf(view)).toEqual(['ProvisioningState/succeeded', 'PowerState/running']);
    expect(view.extensions[0].substatuses[0].code).toBe('ComponentStatus/VMBootState/Resume/succeeded');
  });

  it('TORPOR-19 AZURE-37 do not show the resume before it once they are restarted', async () => {
    await createVm(arm, 'again', 'vm');
    const bootAfter = async (action: string) => {
      await act(arm, `${vm('again', 'vm')}/${action}`);
      const view = await arm.ok('GET', `${vm('again', 'vm')}/instanceView`);
      const { code, message } = view.extensions[0].substatuses[0];
      return [code, message];
    };
    await act(arm, `${vm('again', 'vm')}/deallocate?hibernate=true`);
    expect((await bootAfter('start'))[0]).toBe('ComponentStatus/VMBootState/Resume/succeeded');
    expect(await bootAfter('restart')).toEqual([
      'ComponentStatus/VMBootState/Start/succeeded',
      'The VM booted.',
    ]);
  });

  it('ARM-22 AZURE-24 AZURE-25 AZURE-26 refuse changes while hibernated, and take an echo', async () => {
    await createVm(arm, 'asleep', 'vm');
    await arm.ok('PUT', nic('asleep', 'other'), nicBody('asleep'));
    await act(arm, `${vm('asleep', 'vm')}/deallocate?hibernate=true`);
    const document = await arm.ok('GET', vm('asleep', 'vm'));
    const before = await arm.snapshot();
    const changes: readonly object[] = [
      { hardwareProfile: { vmSize: 'Standard_D4s_v5' } },
      { storageProfile: { dataDisks: [] } },
      { networkProfile: { networkInterfaces: [{ id: nic('asleep', 'other') }] } },
      { additionalCapabilities: { hibernationEnabled: false } },
    ];
    for (const properties of changes) {
      const { status, body } = await arm.send('PATCH', vm('asleep', 'vm'), { properties });
      expect([status, body.error.code]).toEqual([409, 'OperationNotAllowed']);
    }
    const attached = await arm.ok('GET', nic('asleep', 'vm-nic'));
    const moved = { ...attached.properties, enableIPForwarding: true };
    expect((await arm.send('PUT', nic('asleep', 'vm-nic'), { ...attached, properties: moved })).status).toBe(
      409,
    );
    const { id } = document.properties.storageProfile.osDisk.managedDisk;
    expect((await arm.send('PATCH', id, { properties: { diskSizeGB: 64 } })).status).toBe(409);
    expect(await arm.snapshot()).toBe(before);

    const echoed = await arm.send('PUT', vm('asleep', 'vm'), { ...document, tags: { shift: 'day' } });
    expect([echoed.status, echoed.body]).toEqual([200, { ...document, tags: { shift: 'day' }, etag: '"5"' }]);
  });

  it('change while deallocated', async () => {
    await createVm(arm, 'resize', 'vm', { additionalCapabilities: {} });
    expect((await arm.ok('GET', vm('resize', 'vm'))).properties).not.toHaveProperty(
      'additionalCapabilities.hibernationEnabled',
    );
    await act(arm, `${vm('resize', 'vm')}/deallocate?hibernate=false`);
    const { id } = (await arm.ok('GET', vm('resize', 'vm'))).properties.storageProfile.osDisk.managedDisk;
    const enable = { properties: { additionalCapabilities: { hibernationEnabled: true } } };
    const unsupported = await arm.send('PATCH', vm('resize', 'vm'), enable);
    expect([unsupported.status, unsupported.body.error.additionalInfo[0].info.rule]).toEqual([
      409,
      'AZURE-3',
    ]);
    await arm.ok('PATCH', id, { properties: { supportsHibernation: true, diskSizeGB: 64 } });
    const changed = await arm.ok('PATCH', vm('resize', 'vm'), {
      tags: { a: 'b' },
      properties: {
        ...enable.properties,
        hardwareProfile: { vmSize: 'Standard_D8s_v5' },
        storageProfile: {
          dataDisks: [
            { lun: 0, createOption: 'Empty', diskSizeGB: 32 },
            { lun: 2, createOption: 'Empty', diskSizeGB: 8, name: 'more', caching: 'ReadOnly' },
          ],
        },
      },
    });
    expect(changed).toMatchObject({
      tags: { a: 'b' },
      properties: {
        hardwareProfile: { vmSize: 'Standard_D8s_v5' },
        additionalCapabilities: { hibernationEnabled: true },
        storageProfile: { dataDisks: [{ lun: 0 }, { lun: 2, name: 'more', caching: 'ReadOnly' }] },
      },
    });
    await act(arm, `${vm('resize', 'vm')}/start`);
    await act(arm, `${vm('resize', 'vm')}/restart`);
    await act(arm, `${vm('resize', 'vm')}/powerOff?skipShutdown=false`);
    expect(codesOf(await arm.ok('GET', `${vm('resize', 'vm')}/instanceView`))).toEqual([
      'ProvisioningState/succeeded',
      'PowerState/stopped',
    ]);
  });

  it('ARM-13 are listed by group, subscription and location', async () => {
    await createVm(arm, 'lists', 'b');
    await prepare(arm, 'lists', ['a-nic']);
    await arm.ok('PUT', vm('lists', 'A'), vmBody([nic('lists', 'a-nic')]));
    await arm.settled();
    const names = async (path: string) =>
      (await arm.ok('GET', path)).value.map(({ name }: { name: string }) => name) as string[];
    expect(await names(groupPath('lists', 'Microsoft.Compute/virtualMachines'))).toEqual(['A', 'b']);
    const compute = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute`;
    expect(await names(`${compute}/virtualMachines`)).toEqual(expect.arrayContaining(['A', 'b']));
    expect(await names(`${compute}/locations/eastus/virtualMachines`)).toEqual(
      expect.arrayContaining(['A', 'b']),
    );
    expect(await names(`${compute}/locations/westus2/virtualMachines`)).toEqual([]);
    const first = await arm.ok(
      'GET',
      `${groupPath('lists', 'Microsoft.Compute/virtualMachines')}?$top=1&statusOnly=true`,
    );
    expect(first.value[0].properties.instanceView.statuses[1].code).toBe('PowerState/running');
    expect(await names(first.nextLink)).toEqual(['b']);
    const sizes = await arm.ok('GET', `${vm('lists', 'a')}/vmSizes`);
    expect(sizes.value.find(({ name }: { name: string }) => name === 'Standard_D2s_v5').numberOfCores).toBe(
      2,
    );
  });

  it('ARM-11 TORPOR-5 give disks and NICs back when they are deleted', async () => {
    await createVm(arm, 'delete', 'vm');
    const { osDisk } = (await arm.ok('GET', vm('delete', 'vm'))).properties.storageProfile;
    expect([
      (await arm.send('DELETE', nic('delete', 'vm-nic'))).body.error.code,
      (await arm.send('DELETE', osDisk.managedDisk.id)).body.error.code,
      (await arm.send('DELETE', network('delete'))).body.error.code,
    ]).toEqual(['OperationNotAllowed', 'OperationNotAllowed', 'OperationNotAllowed']);
    expect((await arm.send('DELETE', vm('delete', 'vm'))).status).toBe(202);
    await arm.settled();
    expect((await arm.send('DELETE', vm('delete', 'vm'))).status).toBe(204);
    expect((await arm.send('GET', vm('delete', 'vm'))).body.error.code).toBe('ResourceNotFound');
    expect((await arm.ok('GET', osDisk.managedDisk.id)).properties.diskState).toBe('Unattached');

    const storageProfile = { osDisk: { createOption: 'Attach', managedDisk: { id: osDisk.managedDisk.id } } };
    await arm.ok('PUT', vm('delete', 'again'), vmBody([nic('delete', 'vm-nic')], { storageProfile }));
    await arm.settled();
    expect((await arm.ok('GET', vm('delete', 'again'))).properties).toMatchObject({
      provisioningState: 'Succeeded',
      storageProfile: { osDisk: { name: osDisk.name, createOption: 'Attach' } },
    });
  });

  it('ARM-14 honour If-Match and If-None-Match', async () => {
    await createVm(arm, 'tags', 'vm');
    const { etag } = await arm.ok('GET', vm('tags', 'vm'));
    const patch = (headers: Record<string, string>) =>
      arm.send('PATCH', vm('tags', 'vm'), { tags: {} }, { headers });
    expect([
      (await patch({ 'if-match': '"99"' })).status,
      (await patch({ 'if-match': etag })).status,
      (await arm.send('PUT', vm('tags', 'vm'), vmBody([]), { headers: { 'if-none-match': '*' } })).status,
      (await arm.send('PUT', vm('tags', 'new'), vmBody([]), { headers: { 'if-match': '*' } })).status,
    ]).toEqual([412, 200, 412, 412]);
  });
});
