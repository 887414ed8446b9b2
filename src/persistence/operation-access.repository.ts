import { row, type Sql } from './sql.js';

/** What an operation is about, and who began it. */
export interface OperationSubject {
  /** Id of the resource or group. */
  readonly resourceId: string;
  /** Absent when the holder of the access token began it, or the platform itself. */
  readonly principalId: string | null;
}

/** The subject of an operation of any kind: on a VM, on another resource, or the deletion of a group. */
export async function findOperationSubject(
  sql: Sql,
  operationId: string,
): Promise<OperationSubject | undefined> {
  return row<OperationSubject>(
    sql,
    `select subject.resource_id as "resourceId",
            (select principal_id from operation_caller where operation_id = $1) as "principalId"
       from (select resource_id from operation where id = $1
             union all select resource_id from resource_operation where id = $1
             union all select '/subscriptions/' || subscription_id || '/resourceGroups/' || group_name
                         from group_deletion where id = $1) subject limit 1`,
    [operationId],
  );
}

/** Remembers who began an operation, before its id is told. */
export async function keepOperationCaller(sql: Sql, operationId: string, principalId: string): Promise<void> {
  await sql.query(
    'insert into operation_caller (operation_id, principal_id) values ($1, $2) on conflict do nothing',
    [operationId, principalId],
  );
}
