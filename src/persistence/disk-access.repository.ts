import { row, rows, type Sql } from './sql.js';

/** Which table the bytes belong to. */
export type AccessedKind = 'disk' | 'snapshot';

export interface DiskAccess {
  readonly level: 'Read' | 'Write';
  readonly endsAt: Date;
}

/** Gives access to the bytes of a disk or snapshot from outside, or renews it. */
export async function grantAccess(
  sql: Sql,
  kind: AccessedKind,
  id: string,
  { level, seconds }: { readonly level: DiskAccess['level']; readonly seconds: number },
): Promise<void> {
  await sql.query(
    `insert into disk_access (${kind}_id, level, ends_at) values ($1, $2, now() + make_interval(secs => $3))
     on conflict (${kind}_id) do update set level = excluded.level, ends_at = excluded.ends_at`,
    [id, level, seconds],
  );
}

/** Takes access away. */
export async function revokeAccess(sql: Sql, kind: AccessedKind, id: string): Promise<void> {
  await sql.query(`delete from disk_access where ${kind}_id = $1`, [id]);
}

/** Access that has not ended. */
export async function findAccess(sql: Sql, kind: AccessedKind, id: string): Promise<DiskAccess | undefined> {
  return row<DiskAccess>(
    sql,
    `select level, ends_at as "endsAt" from disk_access where ${kind}_id = $1 and ends_at > now()`,
    [id],
  );
}

/** Those of some disks or snapshots to which somebody has access. */
export async function listAccessed(
  sql: Sql,
  kind: AccessedKind,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    sql,
    `select ${kind}_id as id from disk_access where ${kind}_id = any($1) and ends_at > now()`,
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}
