import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hibernateVmPipeline, startVmPipeline } from '#libs/hibernation';
import { findOperation, loadLog } from '../../src/persistence/operation.repository.js';
import { GROUP, StoredCloud, SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

let cloud: StoredCloud;

beforeAll(async () => {
  cloud = await StoredCloud.open();
  await cloud.addHost('host-a');
  await cloud.addHost('host-b');
});
afterAll(() => cloud.close());

async function vmRow(name: string): Promise<Record<string, unknown>> {
  const [row] = (await cloud.database.query('select * from virtual_machine where name = $1', [
    name,
  ])) as Record<string, unknown>[];
  if (row === undefined) throw new Error(`no VM ${name}`);
  return row;
}

describe('an operation over PostgreSQL', () => {
  it('creates, hibernates and resumes a VM on another host', async () => {
    await cloud.addNic('nic-1', '0022480a0b01');
    const nic = { subscriptionId: SUBSCRIPTION, groupName: GROUP, name: 'nic-1' };
    const created = await cloud.createVm('one', { nics: [nic] });
    expect(await vmRow('one')).toMatchObject({
      claimed_by: created.operationId,
      provisioning_state: 'Creating',
    });
    expect(await cloud.drive(created)).toBe('finished');
    expect(await vmRow('one')).toMatchObject({
      claimed_by: null,
      provisioning_state: 'Succeeded',
      state: { kind: 'running' },
    });

    const hibernating = await cloud.begin.begin({
      vm: vmNamed('one'),
      pipeline: hibernateVmPipeline,
      change: 'hibernating',
    });
    await cloud.drive(hibernating);
    expect(await vmRow('one')).toMatchObject({ state: { kind: 'hibernated' }, claimed_by: null });
    expect(await cloud.database.query('select * from hyperv_vm')).toEqual([]);
    expect(await cloud.database.query('select * from host_allocation')).toEqual([]);
    expect(await cloud.database.query('select * from disk where leased_by is not null')).toEqual([]);

    const started = await cloud.begin.begin({
      vm: vmNamed('one'),
      pipeline: startVmPipeline,
      change: 'resuming',
    });
    await cloud.drive(started);
    const operation = await findOperation(cloud.database, started.operationId);
    expect(operation).toMatchObject({ status: 'succeeded', verdict: { severity: 'resumed' } });
    expect((await loadLog(cloud.database, started.operationId)).at(-1)?.event).toMatchObject({
      kind: 'succeeded',
      step: 'mark-running',
    });
  });

  it('ARM-4 is on the VM in the casing in which group and VM were made', async () => {
    await cloud.drive(await cloud.createVm('Cased'));
    const vm = { ...vmNamed('CASED'), groupName: GROUP.toUpperCase() };
    const begun = await cloud.begin.begin({ vm, pipeline: hibernateVmPipeline, change: 'hibernating' });
    const operation = await findOperation(cloud.database, begun.operationId);
    expect(operation?.resourceId).toBe(
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Compute/virtualMachines/Cased`,
    );
    await cloud.drive(begun);
  });

  it('TORPOR-2 refuses a second operation and names the first', async () => {
    const first = await cloud.createVm('two');
    const second = cloud.begin.begin({ vm: vmNamed('two'), pipeline: startVmPipeline, change: 'starting' });
    await expect(second).rejects.toMatchObject({
      refusal: { code: 'vm-busy', detail: expect.stringContaining(first.operationId) },
    });
    await cloud.drive(first);
  });

  it('TORPOR-6 drives an operation once, however many try at the same time', async () => {
    const created = await cloud.createVm('three');
    const drivers = await Promise.all(Array.from({ length: 8 }, () => cloud.drive(created)));
    expect(new Set(drivers)).toEqual(new Set(['finished']));
    const log = await loadLog(cloud.database, created.operationId);
    expect(
      log.filter(({ event }) => event.kind === 'started' && event.step === 'create-hyperv-vm'),
    ).toHaveLength(1);
    expect(await findOperation(cloud.database, created.operationId)).toMatchObject({ status: 'succeeded' });
  });

  it('TORPOR-3 a refused creation leaves nothing behind', async () => {
    const count = async () =>
      cloud.database.query(
        `select (select count(*) from virtual_machine) as vms, (select count(*) from disk) as disks,
                (select count(*) from operation) as operations, (select count(*) from outbox) as outbox`,
      );
    const before = await count();
    const osDisk = {
      kind: 'new',
      name: 'small',
      sku: 'Premium_LRS',
      sizeGib: 4,
      supportsHibernation: true,
    } as const;
    await expect(cloud.createVm('four', { osDisk })).rejects.toMatchObject({
      refusal: { code: 'os-disk-too-small' },
    });
    await expect(cloud.createVm('four', { size: 'Standard_Nope' })).rejects.toMatchObject({
      refusal: { code: 'size-unknown' },
    });
    expect(await count()).toEqual(before);
  });

  it('TORPOR-1 TORPOR-7 without room the creation is undone and the VM deallocated', async () => {
    const created = await cloud.createVm('five', {
      placement: { strategy: 'spread', hostName: 'nowhere', avoidHostIds: [] },
    });
    await cloud.drive(created);
    expect(await vmRow('five')).toMatchObject({
      state: { kind: 'deallocated' },
      provisioning_state: 'Failed',
      failure: { code: 'no-suitable-host' },
      claimed_by: null,
    });
  });
});
