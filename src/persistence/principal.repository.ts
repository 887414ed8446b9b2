import { randomUUID } from 'node:crypto';
import { row, rows, touched, type Sql } from './sql.js';

/** A secret as it is stored: enough to check one, not to tell it. */
export interface StoredSecret {
  /** base64url. */
  readonly salt: string;
  /** scrypt of secret and salt, base64url. */
  readonly hash: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface PrincipalRow {
  /** Object id: what role assignments name. */
  readonly id: string;
  readonly kind: 'service-principal' | 'managed-identity';
  readonly name: string;
  readonly displayName: string;
  /** Application (client) id. */
  readonly appId: string;
  readonly createdAt: Date;
}

const COLUMNS = `id, kind, name, display_name as "displayName", app_id as "appId", created_at as "createdAt"`;

export interface NewServicePrincipal {
  readonly name: string;
  readonly displayName: string;
  readonly appId: string;
  readonly secret: StoredSecret;
}

/** Makes a service principal unless the name or the application id is taken. */
export async function insertServicePrincipal(
  sql: Sql,
  { name, displayName, appId, secret }: NewServicePrincipal,
): Promise<PrincipalRow | undefined> {
  return row<PrincipalRow>(
    sql,
    `insert into principal (id, kind, name, name_key, display_name, app_id, secret)
     values ($1, 'service-principal', $2, lower($2), $3, $4, $5) on conflict do nothing returning ${COLUMNS}`,
    [randomUUID(), name, displayName, appId, JSON.stringify(secret)],
  );
}

export async function findServicePrincipal(sql: Sql, name: string): Promise<PrincipalRow | undefined> {
  return row<PrincipalRow>(sql, `select ${COLUMNS} from principal where name_key = lower($1)`, [name]);
}

/** Service principals by name, one more than the limit when there are more. */
export async function listServicePrincipals(
  sql: Sql,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<readonly PrincipalRow[]> {
  return rows<PrincipalRow>(
    sql,
    `select ${COLUMNS} from principal
      where name_key is not null and ($1::text is null or name_key collate "C" > $1 collate "C")
      order by name_key collate "C" limit $2`,
    [after ?? null, limit + 1],
  );
}

export async function writeDisplayName(sql: Sql, id: string, displayName: string): Promise<void> {
  await sql.query('update principal set display_name = $2 where id = $1', [id, displayName]);
}

/** The old secret is worth nothing from here on; tokens that were issued for it stay valid. */
export async function writeSecret(sql: Sql, id: string, secret: StoredSecret): Promise<void> {
  await sql.query('update principal set secret = $2 where id = $1', [id, JSON.stringify(secret)]);
}

/** Takes a service principal away, with its role assignments. */
export async function deleteServicePrincipal(sql: Sql, name: string): Promise<boolean> {
  const gone = await touched(sql, 'delete from principal where name_key = lower($1) returning 1', [name]);
  return gone > 0;
}

/** Who an application id is, and what its secret is checked by. */
export async function findClient(
  sql: Sql,
  appId: string,
): Promise<(PrincipalRow & { readonly secret: StoredSecret | null }) | undefined> {
  return row(sql, `select ${COLUMNS}, secret from principal where app_id = $1`, [appId]);
}

export type KnownPrincipal = Pick<PrincipalRow, 'id' | 'kind' | 'name' | 'appId'>;

/** A principal as it is now, and the version of the role assignments, read at one moment. */
export async function findPrincipal(
  sql: Sql,
  id: string,
): Promise<{ readonly version: number; readonly principal: KnownPrincipal | null }> {
  const found = await row<{ version: string; principal: KnownPrincipal | null }>(
    sql,
    `select v.version,
            (select json_build_object('id', id, 'kind', kind, 'name', name, 'appId', app_id)
               from principal where id = $1) as principal
       from authorization_version v`,
    [id],
  );
  if (found === undefined) throw new Error('the version of the role assignments is gone');
  return { version: Number(found.version), principal: found.principal };
}

/**
 * The identity of a resource, made at the first call; it goes with the resource. `resourceId` is the canonical id
 * of a VM, say. Safe to call from several processes at once.
 */
export async function ensureManagedIdentity(sql: Sql, resourceId: string): Promise<PrincipalRow> {
  const name = resourceId.split('/').at(-1) ?? resourceId;
  await sql.query(
    `insert into principal (id, kind, name, display_name, app_id, resource_key)
     values ($1, 'managed-identity', $2, $2, $3, lower($4 collate "C")) on conflict do nothing`,
    [randomUUID(), name, randomUUID(), resourceId],
  );
  const kept = await findManagedIdentity(sql, resourceId);
  if (kept === undefined) throw new Error(`the identity of ${resourceId} vanished`);
  return kept;
}

export async function findManagedIdentity(sql: Sql, resourceId: string): Promise<PrincipalRow | undefined> {
  return row<PrincipalRow>(
    sql,
    `select ${COLUMNS} from principal where resource_key = lower($1 collate "C")`,
    [resourceId],
  );
}

/** Takes the identity of a resource away, when the resource is to have none any more. */
export async function deleteManagedIdentity(sql: Sql, resourceId: string): Promise<boolean> {
  const gone = await touched(
    sql,
    'delete from principal where resource_key = lower($1 collate "C") returning 1',
    [resourceId],
  );
  return gone > 0;
}
