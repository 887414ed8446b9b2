import { randomUUID } from 'node:crypto';
import type { Refusal } from '#libs/refusal';
import type { GroupRow } from './group.repository.js';
import { row, rows, type Sql } from './sql.js';

/** The deletion of a group: it takes as long as the deletion of its VMs, and is remembered when the group is gone. */
export interface GroupDeletionRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  readonly refusal: Refusal | null;
}

const COLUMNS = `id, subscription_id as "subscriptionId", group_id as "groupId", group_name as "groupName",
  status, refusal`;

/** Begins to delete a locked group, from which moment on nothing can be made in it. */
export async function insertGroupDeletion(sql: Sql, group: GroupRow): Promise<string> {
  const id = randomUUID();
  await sql.query(
    'insert into group_deletion (id, subscription_id, group_id, group_name) values ($1, $2, $3, $4)',
    [id, group.subscriptionId, group.id, group.name],
  );
  await sql.query('update resource_group set deletion_id = $2 where id = $1', [group.id, id]);
  return id;
}

export async function findGroupDeletion(sql: Sql, id: string): Promise<GroupDeletionRow | undefined> {
  return row<GroupDeletionRow>(sql, `select ${COLUMNS} from group_deletion where id = $1`, [id]);
}

/** Deletions under way, oldest first. */
export async function listRunningGroupDeletions(sql: Sql): Promise<readonly GroupDeletionRow[]> {
  return rows<GroupDeletionRow>(
    sql,
    `select ${COLUMNS} from group_deletion where status = 'running' order by created_at, id`,
  );
}

/** What a group still has of VMs, as far as its deletion is concerned. */
export interface GroupVms {
  /** Names of some VMs that no operation has: theirs can begin. */
  readonly free: readonly string[];
  readonly total: number;
  /** VMs whose operation can go neither forward nor back. */
  readonly stuck: readonly string[];
}

export async function findGroupVms(sql: Sql, groupId: string, limit: number): Promise<GroupVms> {
  const found = await row<{ free: string[] | null; total: number; stuck: string[] | null }>(
    sql,
    `select count(*)::integer as total,
            (select array_agg(name) from (
               select name from virtual_machine where group_id = $1 and claimed_by is null
                order by name_key limit $2) as free_vm) as free,
            array_agg(vm.name) filter (where o.status = 'stuck') as stuck
       from virtual_machine vm left join operation o on o.id = vm.claimed_by
      where vm.group_id = $1`,
    [groupId, limit],
  );
  return { free: found?.free ?? [], total: found?.total ?? 0, stuck: found?.stuck ?? [] };
}

/** A part of the group that something outside of it uses, in words; `undefined` when there is none (ARM-24). */
export async function findForeignUse(sql: Sql, groupId: string): Promise<string | undefined> {
  const found = await row<{ use: string }>(
    sql,
    `select 'disk ' || d.name || ' belongs to VM ' || vm.name as use
       from disk d join virtual_machine vm on vm.id = d.vm_id and vm.group_id <> $1 where d.group_id = $1
     union all
     select 'network interface ' || n.name || ' belongs to VM ' || vm.name
       from network_interface n join virtual_machine vm on vm.id = n.vm_id and vm.group_id <> $1
      where n.group_id = $1
     union all
     select 'subnet ' || s.name || ' of network ' || v.name || ' is used by network interface ' || n.name
       from virtual_network v join subnet s on s.network_id = v.id
       join ip_configuration ip on ip.subnet_id = s.id
       join network_interface n on n.id = ip.nic_id and n.group_id <> $1
      where v.group_id = $1
     union all
     select 'network security group ' || k.name || ' belongs to network interface ' || n.name
       from kept_resource k join network_interface n on n.security_group_id = k.id and n.group_id <> $1
      where k.group_id = $1
     union all
     select 'network security group ' || k.name || ' belongs to subnet ' || s.name || ' of network ' || v.name
       from kept_resource k join subnet s on s.security_group_id = k.id
       join virtual_network v on v.id = s.network_id and v.group_id <> $1
      where k.group_id = $1
     union all
     select 'public address ' || k.name || ' belongs to network interface ' || n.name
       from kept_resource k join ip_configuration ip on ip.public_address_id = k.id
       join network_interface n on n.id = ip.nic_id and n.group_id <> $1
      where k.group_id = $1
     limit 1`,
    [groupId],
  );
  return found?.use;
}

/** What a group holds besides VMs, in the order in which it can go. */
const CONTENTS = ['network_interface', 'disk', 'virtual_network', 'kept_resource'];

/** Removes a group that has no VMs any more, with everything in it. */
export async function removeGroup(sql: Sql, { id, groupId }: GroupDeletionRow): Promise<void> {
  for (const table of CONTENTS) await sql.query(`delete from ${table} where group_id = $1`, [groupId]);
  await sql.query('delete from resource_group where id = $1', [groupId]);
  await sql.query(
    `update group_deletion set status = 'succeeded', ended_at = now() where id = $1 and status = 'running'`,
    [id],
  );
}

/** Gives a deletion up: the group is open again, without what has already gone. */
export async function failGroupDeletion(
  sql: Sql,
  { id, groupId }: GroupDeletionRow,
  why: Refusal,
): Promise<void> {
  await sql.query('update resource_group set deletion_id = null where id = $1 and deletion_id = $2', [
    groupId,
    id,
  ]);
  await sql.query(
    `update group_deletion set status = 'failed', refusal = $2, ended_at = now()
      where id = $1 and status = 'running'`,
    [id, JSON.stringify(why)],
  );
}
