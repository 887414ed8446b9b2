import { row, rows, type Sql } from './sql.js';

export interface RoleAssignmentRow {
  /** The name of the resource, a GUID. */
  readonly id: string;
  /** In the casing of its creation; `/` for the installation. */
  readonly scope: string;
  readonly scopeKey: string;
  readonly roleId: string;
  readonly principalId: string;
  readonly principalKind: 'service-principal' | 'managed-identity';
  readonly description: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const SELECT = `
  select a.id, a.scope, a.scope_key as "scopeKey", a.role_id as "roleId", a.principal_id as "principalId",
         p.kind as "principalKind", a.description, a.created_at as "createdAt", a.created_by as "createdBy"
    from role_assignment a join principal p on p.id = a.principal_id`;

/** The grants of a principal and their version, read at one moment. */
export async function loadGrants(
  sql: Sql,
  principalId: string,
): Promise<{
  readonly version: number;
  readonly grants: readonly { readonly scope: string; readonly roleId: string }[];
}> {
  const found = await row<{ version: string; grants: { scope: string; roleId: string }[] | null }>(
    sql,
    `select v.version,
            (select json_agg(json_build_object('scope', scope_key, 'roleId', role_id))
               from role_assignment where principal_id = $1) as grants
       from authorization_version v`,
    [principalId],
  );
  if (found === undefined) throw new Error('the version of the role assignments is gone');
  return { version: Number(found.version), grants: found.grants ?? [] };
}

export type NewRoleAssignment = Omit<RoleAssignmentRow, 'createdAt' | 'principalKind'>;

/** Makes an assignment unless its name is taken, or the principal has the role over the scope already. */
export async function insertRoleAssignment(
  sql: Sql,
  assignment: NewRoleAssignment,
): Promise<RoleAssignmentRow | undefined> {
  const made = await row(
    sql,
    `insert into role_assignment (id, scope, scope_key, role_id, principal_id, description, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
    [
      assignment.id,
      assignment.scope,
      assignment.scopeKey,
      assignment.roleId,
      assignment.principalId,
      assignment.description,
      assignment.createdBy,
    ],
  );
  return made === undefined ? undefined : findRoleAssignment(sql, assignment.id);
}

export async function findRoleAssignment(sql: Sql, id: string): Promise<RoleAssignmentRow | undefined> {
  return row<RoleAssignmentRow>(sql, `${SELECT} where a.id = $1`, [id]);
}

export async function deleteRoleAssignment(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from role_assignment where id = $1', [id]);
}

export interface RoleAssignmentFilter {
  /** Assignments over this scope, above it, and unless `isAtScope` below it. */
  readonly scopeKey: string;
  readonly isAtScope: boolean;
  readonly principalId?: string;
  readonly limit: number;
  readonly after?: string;
}

/** Assignments by name, one more than the limit when there are more. */
export async function listRoleAssignments(
  sql: Sql,
  { scopeKey, isAtScope, principalId, limit, after }: RoleAssignmentFilter,
): Promise<readonly RoleAssignmentRow[]> {
  return rows<RoleAssignmentRow>(
    sql,
    `${SELECT}
      where (a.scope_key = $1 or starts_with($1, a.scope_key || '/')
             or (not $2 and ($1 = '' or starts_with(a.scope_key, $1 || '/'))))
        and ($3::uuid is null or a.principal_id = $3) and ($4::uuid is null or a.id > $4)
      order by a.id limit $5`,
    [scopeKey, isAtScope, principalId ?? null, after ?? null, limit + 1],
  );
}
