import { randomUUID } from 'node:crypto';
import type { DeploymentError, DeploymentLease } from './deployment.repository.js';
import { rows, touched, type Sql } from './sql.js';

export type DeploymentOperationStatus = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';

/** The making of one resource of a deployment. */
export interface DeploymentOperationRow {
  readonly id: string;
  readonly position: number;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly status: DeploymentOperationStatus;
  /** Where to ask how far the operation is that the resource's service has accepted: path and query. */
  readonly pollUrl: string | null;
  readonly statusCode: number | null;
  readonly error: DeploymentError | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `id, position, resource_id as "resourceId", resource_type as "resourceType",
  resource_name as "resourceName", status, poll_url as "pollUrl", status_code as "statusCode", error,
  started_at as "startedAt", ended_at as "endedAt"`;

export type NewDeploymentOperation = Pick<
  DeploymentOperationRow,
  'resourceId' | 'resourceType' | 'resourceName'
>;

export async function insertDeploymentOperations(
  sql: Sql,
  deploymentId: string,
  operations: readonly NewDeploymentOperation[],
): Promise<void> {
  const stored = operations.map((operation, position) => ({ id: randomUUID(), position, ...operation }));
  await sql.query(
    `insert into deployment_operation (id, deployment_id, position, resource_id, resource_type, resource_name, status)
     select (o->>'id')::uuid, $1, (o->>'position')::integer, o->>'resourceId', o->>'resourceType',
            o->>'resourceName', 'Pending'
       from json_array_elements($2::json) as o`,
    [deploymentId, JSON.stringify(stored)],
  );
}

/** In the order of the template. */
export async function listDeploymentOperations(
  sql: Sql,
  deploymentId: string,
): Promise<readonly DeploymentOperationRow[]> {
  return rows<DeploymentOperationRow>(
    sql,
    `select ${COLUMNS} from deployment_operation where deployment_id = $1 order by position`,
    [deploymentId],
  );
}

/** A step of the one who drives a deployment: it counts only while the lease holds. */
const WHILE_LEASED = `deployment_id = $1 and position = $3 and exists (
  select 1 from deployment d where d.id = $1 and d.lease_owner = $2 and d.status = 'Running' for share)`;

/** Says whether the lease still holds. */
export async function startDeploymentOperation(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  position: number,
): Promise<boolean> {
  const changed = await touched(
    sql,
    `update deployment_operation set status = 'Running', started_at = coalesce(started_at, clock_timestamp())
      where ${WHILE_LEASED} returning 1`,
    [deploymentId, owner, position],
  );
  return changed === 1;
}

/** Says whether the lease still holds. */
export async function followDeploymentOperation(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  position: number,
  { pollUrl, statusCode }: { readonly pollUrl: string; readonly statusCode: number },
): Promise<boolean> {
  const changed = await touched(
    sql,
    `update deployment_operation set poll_url = $4, status_code = $5 where ${WHILE_LEASED} returning 1`,
    [deploymentId, owner, position, pollUrl, statusCode],
  );
  return changed === 1;
}

/** Says whether the lease still holds. */
export async function endDeploymentOperation(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  position: number,
  end: { readonly error?: DeploymentError; readonly statusCode: number | null },
): Promise<boolean> {
  const changed = await touched(
    sql,
    `update deployment_operation set status = $4, error = $5, status_code = coalesce($6, status_code),
            poll_url = null, ended_at = clock_timestamp()
      where ${WHILE_LEASED} returning 1`,
    [
      deploymentId,
      owner,
      position,
      end.error === undefined ? 'Succeeded' : 'Failed',
      end.error === undefined ? null : JSON.stringify(end.error),
      end.statusCode,
    ],
  );
  return changed === 1;
}
