import { randomUUID } from 'node:crypto';
import { inScope, scopeParameters, type ResourceListScope } from './resource-list.js';
import { row, rows, type Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';

/** What a caller can write of a kept resource. */
export interface KeptContent {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Further members of the document beside `properties`: sku, zones, identity, ... */
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface KeptRow extends KeptContent, ArmName {
  readonly id: string;
  /** Canonical: `Microsoft.Compute/galleries/images`. */
  readonly type: string;
  /** Names from the outermost resource to this one, joined by slashes. */
  readonly name: string;
  readonly etag: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** A resource by its type and its names; `name` as in `KeptRow`. */
export interface KeptName extends ArmName {
  readonly type: string;
}

const SELECT = `
  select k.id, g.subscription_id as "subscriptionId", g.name as "groupName", k.type, k.name, k.location, k.tags,
         k.etag, k.content -> 'envelope' as envelope, k.content -> 'properties' as properties,
         k.created_at as "createdAt", k.changed_at as "changedAt"
    from kept_resource k join resource_group g on g.id = k.group_id`;

/** A resource by its name in any letter case; locked until the transaction ends where `lock` says how. */
export async function findKept(
  sql: Sql,
  { subscriptionId, groupName, type, name }: KeptName,
  lock: '' | 'for share of k' | 'for update of k' = '',
): Promise<KeptRow | undefined> {
  return row<KeptRow>(
    sql,
    `${SELECT} where g.subscription_id = $1 and g.name_key = lower($2) and k.type = $3 and k.name_key = lower($4)
     ${lock}`,
    [subscriptionId, groupName, type, name],
  );
}

export interface KeptListScope extends ResourceListScope {
  readonly type: string;
  /** Only children of this resource. */
  readonly parentId?: string;
}

/** Resources of one type by group and name, one more than the limit when there are more. */
export async function listKept(sql: Sql, scope: KeptListScope): Promise<readonly KeptRow[]> {
  const condition = 'k.type = $5 and ($6::uuid is null or k.parent_id = $6)';
  return rows<KeptRow>(sql, `${SELECT} ${inScope('k', condition)}`, [
    ...scopeParameters(scope),
    scope.type,
    scope.parentId ?? null,
  ]);
}

export interface NewKept extends KeptContent {
  readonly groupId: string;
  readonly type: string;
  readonly parentId?: string;
  readonly name: string;
}

/** Makes a resource; false when its name is taken. */
export async function insertKept(sql: Sql, kept: NewKept): Promise<boolean> {
  const { envelope, properties } = kept;
  const made = await row(
    sql,
    `insert into kept_resource (id, group_id, type, parent_id, name, name_key, location, tags, etag, content)
     values ($1, $2, $3, $4, $5, lower($5), $6, $7, $8, $9)
     on conflict (group_id, type, name_key) do nothing returning 1`,
    [
      randomUUID(),
      kept.groupId,
      kept.type,
      kept.parentId ?? null,
      kept.name,
      kept.location,
      JSON.stringify(kept.tags),
      randomUUID(),
      JSON.stringify({ envelope, properties }),
    ],
  );
  return made !== undefined;
}

/** Writes what a caller may change, and a new tag. */
export async function writeKept(
  sql: Sql,
  id: string,
  { tags, envelope, properties }: Omit<KeptContent, 'location'>,
): Promise<void> {
  await sql.query(
    `update kept_resource set tags = $2, content = $3, etag = gen_random_uuid(), changed_at = now() where id = $1`,
    [id, JSON.stringify(tags), JSON.stringify({ envelope, properties })],
  );
}

export async function deleteKept(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from kept_resource where id = $1', [id]);
}

/** Name of some child of a resource. */
export async function findChildOfKept(sql: Sql, id: string): Promise<string | undefined> {
  const found = await row<{ name: string }>(
    sql,
    'select name from kept_resource where parent_id = $1 order by name_key limit 1',
    [id],
  );
  return found?.name;
}

/** Children of resources: `parentId` to names, in their order. */
export async function listChildNames(
  sql: Sql,
  parentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ parentId: string; names: string[] }>(
    sql,
    `select parent_id as "parentId", array_agg(name order by name_key) as names
       from kept_resource where parent_id = any($1) group by parent_id`,
    [parentIds],
  );
  return new Map(found.map(({ parentId, names }) => [parentId, names]));
}
