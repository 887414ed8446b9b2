import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import {
  act,
  createVm,
  network,
  nic,
  nicBody,
  prepare,
  vm,
  vmBody,
  NETWORK_BODY,
} from '../world/arm-groups.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.cloud.addHost('host-b');
});
afterAll(() => arm.close());

describe('deleting a group', () => {
  it('ARM-12 takes everything in it along, VMs first', async () => {
    await createVm(arm, 'doomed', 'one');
    await arm.ok('PUT', vm('doomed', 'two'), vmBody([]));
    await arm.settled();
    await act(arm, `${vm('doomed', 'two')}/deallocate?hibernate=true`);
    arm.queue.pause();
    const accepted = await arm.send('DELETE', groupPath('doomed'));
    expect([accepted.status, accepted.headers['azure-asyncoperation']]).toEqual([202, undefined]);
    const again = await arm.send('DELETE', groupPath('doomed'));
    expect(again.headers['location']).toBe(accepted.headers['location']);
    expect((await arm.send('GET', accepted.headers['location'] ?? '')).status).toBe(202);
    expect((await arm.ok('GET', groupPath('doomed'))).properties.provisioningState).toBe('Deleting');
    arm.queue.resume();
    await arm.settled();
    await arm.reconcile();
    const done = await arm.send('GET', accepted.headers['location'] ?? '');
    expect([done.status, done.body]).toEqual([200, undefined]);
    expect((await arm.send('GET', groupPath('doomed'))).status).toBe(404);
    const [{ left }] = await arm.database.query(
      `select (select count(*) from host_allocation a left join virtual_machine v on v.id = a.vm_id
                where v.id is null) as left`,
    );
    expect(Number(left)).toBe(0);
  });

  it('ARM-23 TORPOR-3 lets nothing in it be made or changed meanwhile, and says why', async () => {
    await createVm(arm, 'closing', 'vm');
    arm.queue.pause();
    expect((await arm.send('DELETE', groupPath('closing'))).status).toBe(202);
    const before = await arm.snapshot();
    const refused = [
      await arm.send('PUT', groupPath('closing'), { location: 'eastus' }),
      await arm.send('PATCH', groupPath('closing'), { tags: { a: 'b' } }),
      await arm.send('PUT', network('closing', 'late'), NETWORK_BODY),
      await arm.send('PUT', nic('closing', 'late'), nicBody('closing')),
      await arm.send('PUT', vm('closing', 'late'), vmBody([])),
      await arm.send('PATCH', vm('closing', 'vm'), { tags: { a: 'b' } }),
    ];
    expect(refused.map(({ status, body }) => [status, body.error])).toEqual(
      refused.map(() => [
        409,
        {
          code: 'ResourceGroupBeingDeleted',
          message: 'The resource group is being deleted: group closing.',
          additionalInfo: [
            {
              type: 'Torpor.Refusal',
              info: {
                code: 'group-being-deleted',
                rule: 'ARM-23',
                remedy: 'Wait until the group is gone, then make it anew, or use another one.',
              },
            },
          ],
        },
      ]),
    );
    expect(await arm.snapshot()).toBe(before);
    arm.queue.resume();
    await arm.settled();
    await arm.reconcile();
    expect((await arm.send('PUT', groupPath('closing'), { location: 'westus2' })).status).toBe(201);
  });

  it('TORPOR-9 ARM-12 goes on from the database alone, by any number of processes at once', async () => {
    await createVm(arm, 'orphan', 'vm');
    const [{ id: groupId }] = await arm.database.query(`select id from resource_group where name = 'orphan'`);
    const [{ id }] = await arm.database.query(
      `insert into group_deletion (id, subscription_id, group_id, group_name)
       values (gen_random_uuid(), $1, $2, 'orphan') returning id`,
      [SUBSCRIPTION, groupId],
    );
    await arm.database.query('update resource_group set deletion_id = $2 where id = $1', [groupId, id]);
    const path = `/subscriptions/${SUBSCRIPTION}/operationresults/${id}`;
    expect((await arm.send('GET', path)).status).toBe(202);
    await Promise.all([arm.reconcile(), arm.reconcile()]);
    await Promise.all([arm.reconcile(), arm.reconcile()]);
    expect([
      (await arm.send('GET', path)).status,
      (await arm.send('GET', groupPath('orphan'))).status,
    ]).toEqual([200, 404]);
  });

  it('TORPOR-8 is given up, and the group open again, when a VM is stuck', async () => {
    await createVm(arm, 'stuck', 'vm');
    arm.queue.pause();
    await arm.send('POST', `${vm('stuck', 'vm')}/restart`);
    await arm.database.query(
      `update operation set status = 'stuck', ended_at = now() where vm_name = 'vm' and status = 'running'`,
    );
    const accepted = await arm.send('DELETE', groupPath('stuck'));
    const result = await arm.send('GET', accepted.headers['location'] ?? '');
    expect([accepted.status, result.status, result.body.error.message]).toEqual([
      202,
      409,
      'The resource group still has resources that cannot be deleted now: operations on vm are stuck.',
    ]);
    expect((await arm.ok('GET', groupPath('stuck'))).properties.provisioningState).toBe('Succeeded');
    arm.queue.resume();
  });

  it('ARM-24 is refused while something outside uses what is in it', async () => {
    await prepare(arm, 'inside', ['lent']);
    await arm.ok('PUT', groupPath('outside'), { location: 'eastus' });
    await arm.ok('PUT', vm('outside', 'vm'), vmBody([nic('inside', 'lent')]));
    await arm.settled();
    const before = await arm.snapshot();
    const refused = await arm.send('DELETE', groupPath('inside'));
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'The resource group still has resources that cannot be deleted now: ' +
        'network interface lent belongs to VM vm.',
    ]);
    expect(await arm.snapshot()).toBe(before);
  });
});
