import type { Refusal } from '#libs/refusal';
import type { Caller } from '../identity/token-verifier.js';
import type { JobItemStatus } from './job-item.repository.js';
import type { JobStatus, JobVmName } from './job.repository.js';
import { row, rows, type Sql } from './sql.js';

export type ScheduledVerb = 'start' | 'deallocate' | 'hibernate';

/** How often and for how long a client wants an action to be tried again. */
export interface ScheduledRetryPolicy {
  readonly retryCount?: number;
  readonly retryWindowInMinutes?: number;
}

/** One VM of a request to Microsoft.ComputeSchedule: an item of a job, with what the client said about it. */
export interface NewScheduledAction {
  readonly id: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly resourceId: string;
  readonly action: ScheduledVerb;
  /** Emulated time, ms. */
  readonly deadlineMs: number;
  readonly deadlineType: string;
  readonly timeZone: string | null;
  readonly retryPolicy: ScheduledRetryPolicy | null;
  readonly correlationId: string;
  readonly caller: Caller;
  readonly jobId: string;
  readonly position: number;
  /** To be done at once rather than at a deadline. */
  readonly isExecute: boolean;
}

export interface StoredScheduledAction extends NewScheduledAction {
  readonly createdAt: Date;
  readonly jobStatus: JobStatus;
  readonly itemStatus: JobItemStatus;
  readonly operationId: string | null;
  readonly refusal: Refusal | null;
  /** When its last operation, or else its job, ended. */
  readonly endedAt: Date | null;
}

export async function insertScheduledActions(
  sql: Sql,
  actions: readonly NewScheduledAction[],
): Promise<void> {
  await sql.query(
    `insert into scheduled_action (id, subscription_id, location, resource_id, action, deadline_ms, deadline_type,
            time_zone, retry_policy, correlation_id, caller, job_id, position, is_execute)
     select id, "subscriptionId", location, "resourceId", action, "deadlineMs", "deadlineType", "timeZone",
            "retryPolicy", "correlationId", caller, "jobId", position, "isExecute"
       from json_to_recordset($1) as line(id uuid, "subscriptionId" text, location text, "resourceId" text,
            action text, "deadlineMs" bigint, "deadlineType" text, "timeZone" text, "retryPolicy" json,
            "correlationId" text, caller json, "jobId" uuid, position integer, "isExecute" boolean)`,
    [JSON.stringify(actions)],
  );
}

/** Those of the ids that exist in the subscription, in any order. */
export async function findScheduledActions(
  sql: Sql,
  subscriptionId: string,
  ids: readonly string[],
): Promise<readonly StoredScheduledAction[]> {
  return rows<StoredScheduledAction>(
    sql,
    `select a.id, a.subscription_id as "subscriptionId", a.location, a.resource_id as "resourceId", a.action,
            a.deadline_ms::float8 as "deadlineMs", a.deadline_type as "deadlineType", a.time_zone as "timeZone",
            a.retry_policy as "retryPolicy", a.correlation_id as "correlationId", a.caller, a.job_id as "jobId",
            a.position, a.is_execute as "isExecute", a.created_at as "createdAt", j.status as "jobStatus",
            i.status as "itemStatus", i.operation_id as "operationId", i.refusal,
            coalesce(o.ended_at, j.ended_at) as "endedAt"
       from scheduled_action a
       join job j on j.id = a.job_id
       join job_item i on i.job_id = a.job_id and i.position = a.position
       left join operation o on o.id = i.operation_id
      where a.subscription_id = $1 and a.id = any($2::uuid[])`,
    [subscriptionId, ids],
  );
}

/** An attempt that came to nothing. */
export interface FailedAttempt {
  readonly actionId: string;
  /** Of the operation on the VM. */
  readonly operationId: string;
  readonly refusal: Refusal;
  readonly createdAt: Date;
  readonly endedAt: Date;
}

/** Operations that were begun for these actions and did not succeed, oldest first. */
export async function findFailedAttempts(
  sql: Sql,
  actionIds: readonly string[],
): Promise<readonly FailedAttempt[]> {
  return rows<FailedAttempt>(
    sql,
    `select a.id as "actionId", o.id as "operationId", o.refusal, o.created_at as "createdAt",
            o.ended_at as "endedAt"
       from scheduled_action a
       join operation o on o.job_id = a.job_id and lower(o.resource_id) = lower(a.resource_id)
      where a.id = any($1::uuid[]) and o.refusal is not null and o.ended_at is not null
      order by o.created_at, o.id`,
    [actionIds],
  );
}

/** In whose name an item of a job is acted on; `undefined` for jobs that nobody scheduled so. */
export async function findActingCaller(
  sql: Sql,
  jobId: string,
  position: number,
): Promise<Caller | undefined> {
  const found = await row<{ caller: Caller }>(
    sql,
    'select caller from scheduled_action where job_id = $1 and position = $2',
    [jobId, position],
  );
  return found?.caller;
}

/** Locations of VMs by `group/name`, both as they are called. */
export async function findVmLocations(
  sql: Sql,
  subscriptionId: string,
  names: readonly JobVmName[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<JobVmName & { readonly location: string }>(
    sql,
    `select g.name as "resourceGroup", vm.name, vm.location
       from json_to_recordset($2) as wanted("resourceGroup" text, name text)
       join resource_group g on g.subscription_id = $1 and g.name = wanted."resourceGroup"
       join virtual_machine vm on vm.group_id = g.id and vm.name = wanted.name`,
    [subscriptionId, JSON.stringify(names)],
  );
  return new Map(found.map(({ resourceGroup, name, location }) => [`${resourceGroup}/${name}`, location]));
}
