import type { Refusal } from '#libs/refusal';
import type { JobCriteria, JobVmName } from './job.repository.js';
import type { OperationState } from './operation.repository.js';
import { row, rows, type Sql } from './sql.js';

/** The part of a job that concerns one VM. `refused`: its operation could not even begin. */
export type JobItemStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'refused';

export interface StoredJobItem {
  readonly position: number;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly vmName: string;
  readonly status: JobItemStatus;
  /** How often its operation was begun, or tried to be. */
  readonly attempts: number;
  /** The latest one. */
  readonly operationId: string | null;
  readonly refusal: Refusal | null;
}

const COLUMNS = `i.position, i.subscription_id as "subscriptionId", i.group_name as "groupName",
  i.vm_name as "vmName", i.status, i.attempts, i.operation_id as "operationId", i.refusal`;

/** VMs as they are called, for names in any letter case; `undefined` for one that does not exist. */
export async function findVmNames(
  sql: Sql,
  subscriptionId: string,
  names: readonly JobVmName[],
): Promise<readonly (JobVmName | undefined)[]> {
  const found = await rows<{ group_name: string | null; vm_name: string | null }>(
    sql,
    `select g.name as group_name, vm.name as vm_name
       from rows from (json_to_recordset($2) as (group_key text, vm_key text)) with ordinality
              as wanted (group_key, vm_key, position)
       left join resource_group g on g.subscription_id = $1 and g.name_key = wanted.group_key
       left join virtual_machine vm on vm.group_id = g.id and vm.name_key = wanted.vm_key
      order by wanted.position`,
    [
      subscriptionId,
      JSON.stringify(
        names.map(({ resourceGroup, name }) => ({
          group_key: resourceGroup.toLowerCase(),
          vm_key: name.toLowerCase(),
        })),
      ),
    ],
  );
  return found.map(({ group_name: resourceGroup, vm_name: name }) =>
    resourceGroup === null || name === null ? undefined : { resourceGroup, name },
  );
}

/** VMs that meet every criterion now, by group and name. A VM that an operation is changing has no power state. */
export async function selectVmNames(
  sql: Sql,
  subscriptionId: string,
  { tag, resourceGroup, size, powerState }: JobCriteria,
): Promise<readonly JobVmName[]> {
  return rows<JobVmName>(
    sql,
    `select g.name as "resourceGroup", vm.name as name
       from virtual_machine vm join resource_group g on g.id = vm.group_id
      where g.subscription_id = $1
        and ($2::text is null or g.name_key = lower($2))
        and ($3::text is null or lower(vm.size) = lower($3))
        and ($4::text is null or vm.state ->> 'kind' = $4)
        and ($5::text is null or exists (
              select 1 from jsonb_each_text(vm.tags) tag
               where lower(tag.key) = lower($5) and ($6::text is null or tag.value = $6)))
      order by g.name_key, vm.name_key`,
    [subscriptionId, resourceGroup, size, powerState, tag?.name, tag?.value],
  );
}

export async function insertItems(
  sql: Sql,
  job: { readonly id: string; readonly subscriptionId: string },
  names: readonly JobVmName[],
): Promise<void> {
  const items = names.map(({ resourceGroup, name }, position) => ({ position, resourceGroup, name }));
  await sql.query(
    `insert into job_item (job_id, position, subscription_id, group_name, vm_name, status)
     select $1, position, $2, "resourceGroup", name, 'pending'
       from json_to_recordset($3) as item(position integer, "resourceGroup" text, name text)`,
    [job.id, job.subscriptionId, JSON.stringify(items)],
  );
}

export async function listItems(sql: Sql, jobId: string): Promise<readonly StoredJobItem[]> {
  return rows<StoredJobItem>(
    sql,
    `select ${COLUMNS} from job_item i where i.job_id = $1 order by i.position`,
    [jobId],
  );
}

export type ItemCounts = Readonly<Record<JobItemStatus, number>>;

const NO_ITEMS: ItemCounts = { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0, refused: 0 };

/** Items of each status, for each of the jobs. */
export async function countItems(
  sql: Sql,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, ItemCounts>> {
  const counted = await rows<{ jobId: string; status: JobItemStatus; count: number }>(
    sql,
    `select job_id as "jobId", status, count(*)::integer as count from job_item
      where job_id = any($1) group by job_id, status`,
    [jobIds],
  );
  const counts = new Map(jobIds.map((id) => [id, NO_ITEMS]));
  for (const { jobId, status, count } of counted) {
    counts.set(jobId, { ...(counts.get(jobId) ?? NO_ITEMS), [status]: count });
  }
  return counts;
}

export interface EndedItem {
  readonly position: number;
  readonly attempts: number;
  readonly vmName: string;
  readonly outcome: Exclude<OperationState, 'running'>;
  readonly refusal: Refusal | null;
}

/** Running items whose operations have ended. */
export async function findEndedItems(sql: Sql, jobId: string): Promise<readonly EndedItem[]> {
  return rows<EndedItem>(
    sql,
    `select i.position, i.attempts, i.vm_name as "vmName", o.status as outcome, o.refusal
       from job_item i join operation o on o.id = i.operation_id
      where i.job_id = $1 and i.status = 'running' and o.status <> 'running'
      order by i.position`,
    [jobId],
  );
}

export async function countRunningItems(sql: Sql, jobId: string): Promise<number> {
  const found = await row<{ count: number }>(
    sql,
    `select count(*)::integer as count from job_item where job_id = $1 and status = 'running'`,
    [jobId],
  );
  return found?.count ?? 0;
}

/** The first item that may be tried now, emulated time. */
export async function nextPendingItem(
  sql: Sql,
  jobId: string,
  nowMs: number,
): Promise<StoredJobItem | undefined> {
  return row<StoredJobItem>(
    sql,
    `select ${COLUMNS} from job_item i
      where i.job_id = $1 and i.status = 'pending' and i.not_before_ms <= $2 order by i.position limit 1`,
    [jobId, Math.floor(nowMs)],
  );
}

/** Whether anything of a job is still to be done or under way. */
export async function hasOpenItems(sql: Sql, jobId: string): Promise<boolean> {
  const open = await row(
    sql,
    `select 1 from job_item where job_id = $1 and status in ('pending', 'running') limit 1`,
    [jobId],
  );
  return open !== undefined;
}

export interface ItemChange {
  readonly status: JobItemStatus;
  readonly attempts: number;
  /** Absent: as before. */
  readonly operationId?: string;
  readonly refusal?: Refusal | null;
  /** Emulated time, ms, before which a pending item is not tried. */
  readonly notBeforeMs?: number;
}

export async function changeItem(
  sql: Sql,
  jobId: string,
  position: number,
  change: ItemChange,
): Promise<void> {
  await sql.query(
    `update job_item set status = $3, attempts = $4, operation_id = coalesce($5, operation_id), refusal = $6,
            not_before_ms = $7
      where job_id = $1 and position = $2`,
    [
      jobId,
      position,
      change.status,
      change.attempts,
      change.operationId ?? null,
      change.refusal == null ? null : JSON.stringify(change.refusal),
      Math.ceil(change.notBeforeMs ?? 0),
    ],
  );
}

export async function cancelPendingItems(sql: Sql, jobId: string): Promise<void> {
  await sql.query(`update job_item set status = 'canceled' where job_id = $1 and status = 'pending'`, [
    jobId,
  ]);
}

/** Cancels an item that nothing has begun for yet, or that waits to be tried again; false for any other. */
export async function cancelItem(sql: Sql, jobId: string, position: number): Promise<boolean> {
  const canceled = await rows(
    sql,
    `update job_item set status = 'canceled'
      where job_id = $1 and position = $2 and status = 'pending' returning 1`,
    [jobId, position],
  );
  return canceled.length > 0;
}

/** Asks every operation that the job has under way to stop before its next step. */
export async function requestCancelOfRunningItems(sql: Sql, jobId: string): Promise<void> {
  await sql.query(
    `update operation set cancel_requested = true
      where status = 'running'
        and id in (select operation_id from job_item where job_id = $1 and status = 'running')`,
    [jobId],
  );
}

/** Items that did not succeed are to be tried afresh; how many there are. */
export async function reopenFailedItems(sql: Sql, jobId: string): Promise<number> {
  const reopened = await rows(
    sql,
    `update job_item set status = 'pending', attempts = 0, refusal = null, operation_id = null, not_before_ms = 0
      where job_id = $1 and status in ('failed', 'refused') returning 1`,
    [jobId],
  );
  return reopened.length;
}
