import type { PrincipalRow } from './principal.repository.js';
import { rows, type Sql } from './sql.js';

export interface PrincipalsWanted {
  readonly ids?: readonly string[];
  /** Application ids or names. */
  readonly names?: readonly string[];
}

/** Principals by object id or by name, all of them when neither is given; at most a hundred. */
export async function findPrincipals(
  sql: Sql,
  { ids, names }: PrincipalsWanted,
): Promise<readonly PrincipalRow[]> {
  return rows<PrincipalRow>(
    sql,
    `select id, kind, name, display_name as "displayName", app_id as "appId", created_at as "createdAt"
       from principal
      where ($1::text[] is null or id::text = any($1))
        and ($2::text[] is null or app_id::text = any($2) or lower(name) = any($2))
      order by name limit 100`,
    [ids ?? null, names?.map((name) => name.toLowerCase()) ?? null],
  );
}
