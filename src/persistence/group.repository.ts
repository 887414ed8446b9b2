import { randomUUID } from 'node:crypto';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { row, rows, type Sql } from './sql.js';

export interface GroupName {
  readonly subscriptionId: string;
  readonly groupName: string;
}

export interface GroupRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy: string | null;
  /** The deletion under way, if there is one. */
  readonly deletionId: string | null;
}

const COLUMNS = `id, subscription_id as "subscriptionId", name, location, tags, managed_by as "managedBy",
  deletion_id as "deletionId"`;

/** A group by its name in any letter case; locked until the transaction ends where `lock` says how. */
export async function findGroup(
  sql: Sql,
  { subscriptionId, groupName }: GroupName,
  lock: '' | 'for share' | 'for update' = '',
): Promise<GroupRow | undefined> {
  return row<GroupRow>(
    sql,
    `select ${COLUMNS} from resource_group where subscription_id = $1 and name_key = lower($2) ${lock}`,
    [subscriptionId, groupName],
  );
}

/** Throws group-not-found. */
export async function requireGroup(sql: Sql, name: GroupName): Promise<GroupRow> {
  const group = await findGroup(sql, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

/**
 * The group in which something is about to be made; it stays and does not begin to be deleted until the
 * transaction ends. Throws group-not-found, and group-being-deleted.
 */
export async function openGroup(sql: Sql, name: GroupName): Promise<GroupRow> {
  const group = await findGroup(sql, name, 'for share');
  if (group === undefined) throw groupNotFound(name);
  refuseWhileDeleted(group);
  return group;
}

/** Throws group-being-deleted (ARM-23). */
export function refuseWhileDeleted({ name, deletionId }: GroupRow): void {
  if (deletionId === null) return;
  throw new RefusalError(refusal('group-being-deleted', `group ${name}`));
}

export function groupNotFound({ groupName }: GroupName): RefusalError {
  return new RefusalError(refusal('group-not-found', `group ${groupName}`));
}

export interface NewGroup {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy?: string;
}

/** Makes a group unless it is there already; says whether it did. */
export async function insertGroup(
  sql: Sql,
  { subscriptionId, groupName }: GroupName,
  { location, tags, managedBy }: NewGroup,
): Promise<GroupRow | undefined> {
  return row<GroupRow>(
    sql,
    `insert into resource_group (id, subscription_id, name, name_key, location, tags, managed_by)
     values ($1, $2, $3, lower($3), $4, $5, $6)
     on conflict (subscription_id, name_key) do nothing returning ${COLUMNS}`,
    [randomUUID(), subscriptionId, groupName, location, JSON.stringify(tags), managedBy ?? null],
  );
}

/** Gives a group these tags. */
export async function writeGroupTags(sql: Sql, groupId: string, tags: GroupRow['tags']): Promise<GroupRow> {
  const [changed] = await rows<GroupRow>(
    sql,
    `update resource_group set tags = $2 where id = $1 returning ${COLUMNS}`,
    [groupId, JSON.stringify(tags)],
  );
  if (changed === undefined) throw new Error(`group ${groupId} vanished while it was locked`);
  return changed;
}

export interface GroupListFilter {
  readonly limit: number;
  /** Continue after this name in lower case. */
  readonly after?: string;
  readonly tag?: { readonly name: string; readonly value?: string };
}

/** Groups of a subscription by name, one more than the limit when there are more. Tag names ignore case. */
export async function listGroups(
  sql: Sql,
  subscriptionId: string,
  { limit, after, tag }: GroupListFilter,
): Promise<readonly GroupRow[]> {
  return rows<GroupRow>(
    sql,
    `select ${COLUMNS} from resource_group
      where subscription_id = $1 and ($2::text is null or name_key collate "C" > $2 collate "C")
        and ($3::text is null or exists (
              select 1 from jsonb_each_text(tags) as t(name, value)
               where lower(t.name) = lower($3) and ($4::text is null or t.value = $4)))
      order by name_key collate "C" limit $5`,
    [subscriptionId, after ?? null, tag?.name ?? null, tag?.value ?? null, limit + 1],
  );
}
