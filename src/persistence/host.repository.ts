import { randomUUID } from 'node:crypto';
import type { Host, HostGeneration, HostState, Resources } from '#libs/hosts';
import type { VmState } from '#libs/vm-lifecycle';
import { row, rows, touched, type Sql } from './sql.js';
import { hostOfRow } from './vm-facts.repository.js';

export interface NewHost {
  readonly name: string;
  readonly cluster: string;
  readonly generation: HostGeneration;
  readonly capacity: Resources;
}

/** False when the name is taken, in whatever letter case (TORPOR-14). */
export async function insertHost(
  sql: Sql,
  { name, cluster, generation, capacity }: NewHost,
): Promise<boolean> {
  const made = await touched(
    sql,
    `insert into host (id, name, name_key, cluster, generation, vcpus, memory_mib, vf_slots)
     values ($1, $2, lower($2), $3, $4, $5, $6, $7) on conflict (name_key) do nothing returning 1`,
    [
      randomUUID(),
      name,
      cluster,
      JSON.stringify(generation),
      capacity.vcpus,
      capacity.memoryMib,
      capacity.vfSlots,
    ],
  );
  return made === 1;
}

/** A host by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findHost(sql: Sql, name: string, lock = false): Promise<Host | undefined> {
  const found = await row<Parameters<typeof hostOfRow>[0]>(
    sql,
    `select * from host where name_key = lower($1) ${lock ? 'for update' : ''}`,
    [name],
  );
  return found && hostOfRow(found);
}

export async function hostNameOf(sql: Sql, id: string): Promise<string | undefined> {
  return (await row<{ name: string }>(sql, 'select name from host where id = $1', [id]))?.name;
}

/** The host must be locked, and no more used than the new capacity. */
export async function changeHost(
  sql: Sql,
  id: string,
  { cluster, generation, capacity }: Omit<NewHost, 'name'>,
): Promise<void> {
  await sql.query(
    `update host set cluster = $2, generation = $3, vcpus = $4, memory_mib = $5, vf_slots = $6 where id = $1`,
    [id, cluster, JSON.stringify(generation), capacity.vcpus, capacity.memoryMib, capacity.vfSlots],
  );
}

export async function setHostState(sql: Sql, id: string, state: HostState): Promise<void> {
  await sql.query('update host set state = $2 where id = $1', [id, state]);
}

export async function deleteHost(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from host where id = $1', [id]);
}

/** A VM that holds room or a Hyper-V VM on a host, or has room reserved there for a move. */
export interface HostedVm {
  readonly hostId: string;
  readonly vmId: string;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly vmName: string;
  readonly state: VmState;
  /** The operation that has the VM. */
  readonly claimedBy: string | null;
}

/** VMs on one host, or on every host, by host and then by VM id. */
export async function listHostedVms(sql: Sql, hostId?: string): Promise<readonly HostedVm[]> {
  return rows<HostedVm>(
    sql,
    `select held.host_id as "hostId", vm.id as "vmId", g.subscription_id as "subscriptionId",
            g.name as "groupName", vm.name as "vmName", vm.state, vm.claimed_by as "claimedBy"
       from (select host_id, vm_id from host_allocation union select host_id, vm_id from host_reservation
            union select host_id, vm_id from hyperv_vm) held
       join virtual_machine vm on vm.id = held.vm_id
       join resource_group g on g.id = vm.group_id
      where $1::uuid is null or held.host_id = $1
      order by held.host_id, vm.id`,
    [hostId],
  );
}

/** Names of hosts that are down while a VM that no operation has is still on them. */
export async function listHostsToRecover(sql: Sql): Promise<readonly string[]> {
  const found = await rows<{ name: string }>(
    sql,
    `select name from host
      where state = 'down' and exists (
        select 1 from hyperv_vm hv join virtual_machine vm on vm.id = hv.vm_id
         where hv.host_id = host.id and vm.claimed_by is null)
      order by name_key`,
  );
  return found.map(({ name }) => name);
}

export async function clusterExists(sql: Sql, cluster: string): Promise<boolean> {
  return (await row(sql, 'select 1 from host where cluster = $1 limit 1', [cluster])) !== undefined;
}
