import { randomUUID } from 'node:crypto';
import { row, rows, touched, type Sql } from './sql.js';

export type JobAction = 'hibernate' | 'deallocate' | 'start' | 'powerOff' | 'restart' | 'delete';

export interface JobVmName {
  readonly resourceGroup: string;
  readonly name: string;
}

/** Which VMs a job is about: by name, or all that meet every criterion at the moment the job starts. */
export type JobSelection = { readonly virtualMachines: readonly JobVmName[] } | JobCriteria;

export interface JobCriteria {
  readonly tag?: { readonly name: string; readonly value?: string };
  readonly resourceGroup?: string;
  readonly size?: string;
  readonly powerState?: 'running' | 'stopped' | 'deallocated' | 'hibernated';
}

export interface JobSpec {
  readonly action: JobAction;
  readonly select: JobSelection;
  /** Operations under way at any moment, at most. */
  readonly concurrency: number;
  /** Operations begun within any minute of emulated time, at most. */
  readonly ratePerMinute?: number;
  /** As submitted: an instant, or `HH:MM` in UTC. */
  readonly startTime?: string;
  readonly retry: {
    readonly attempts: number;
    readonly delaySeconds: number;
    /** Emulated time, ms, after which nothing is tried again. */
    readonly notAfterMs?: number;
  };
}

export type JobStatus = 'waiting' | 'running' | 'succeeded' | 'failed' | 'partlyFailed' | 'canceled';
export type EndedJobStatus = Exclude<JobStatus, 'waiting' | 'running'>;

export interface StoredJob {
  readonly id: string;
  readonly subscriptionId: string;
  readonly name: string;
  readonly spec: JobSpec;
  readonly status: JobStatus;
  /** Emulated time, ms. */
  readonly startAtMs: number;
  readonly isCancelRequested: boolean;
  /** When operations were begun within the last minute of emulated time, ms, if the job has a rate. */
  readonly recentStartsMs: readonly number[];
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const SELECT = `
  select id, subscription_id as "subscriptionId", name, spec, status, start_at_ms::float8 as "startAtMs",
         cancel_requested as "isCancelRequested", recent_starts_ms as "recentStartsMs",
         created_at as "createdAt", ended_at as "endedAt"
    from job`;

export interface NewJob {
  readonly subscriptionId: string;
  readonly name: string;
  readonly spec: JobSpec;
  readonly startAtMs: number;
}

/** The id of the new job; `undefined` when the name is taken. */
export async function insertJob(sql: Sql, job: NewJob): Promise<string | undefined> {
  const id = randomUUID();
  const made = await touched(
    sql,
    `insert into job (id, subscription_id, name, name_key, spec, status, start_at_ms)
     values ($1, $2, $3, lower($3), $4, 'waiting', $5)
     on conflict (subscription_id, name_key) do nothing returning 1`,
    [id, job.subscriptionId, job.name, JSON.stringify(job.spec), job.startAtMs],
  );
  return made === 1 ? id : undefined;
}

export interface JobName {
  readonly subscriptionId: string;
  readonly name: string;
}

/** A job by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findJob(
  sql: Sql,
  { subscriptionId, name }: JobName,
  lock = false,
): Promise<StoredJob | undefined> {
  return row<StoredJob>(
    sql,
    `${SELECT} where subscription_id = $1 and name_key = lower($2) ${lock ? 'for update' : ''}`,
    [subscriptionId, name],
  );
}

/** The job, locked until the transaction ends: whoever moves its items holds this lock. */
export async function lockJob(sql: Sql, id: string): Promise<StoredJob | undefined> {
  return row<StoredJob>(sql, `${SELECT} where id = $1 for update`, [id]);
}

/** In the order of their names, from behind `after`. */
export async function listJobs(
  sql: Sql,
  { subscriptionId, after, limit }: { subscriptionId: string; after?: string; limit: number },
): Promise<readonly StoredJob[]> {
  return rows<StoredJob>(
    sql,
    `${SELECT} where subscription_id = $1 and ($2::text is null or name_key > $2 collate "C")
      order by name_key collate "C" limit $3`,
    [subscriptionId, after, limit],
  );
}

/** Jobs that have not ended, oldest first. */
export async function listUnfinishedJobs(sql: Sql): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select id from job where status in ('waiting', 'running') order by created_at`,
  );
  return found.map(({ id }) => id);
}

export async function findJobNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(sql, 'select id, name from job where id = any($1)', [
    ids,
  ]);
  return new Map(found.map(({ id, name }) => [id, name]));
}

export async function markJobRunning(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update job set status = 'running', ended_at = null, cancel_requested = false where id = $1`,
    [id],
  );
}

export async function endJob(sql: Sql, id: string, status: EndedJobStatus): Promise<void> {
  await sql.query('update job set status = $2, ended_at = now() where id = $1', [id, status]);
}

export async function setRecentStarts(sql: Sql, id: string, startsMs: readonly number[]): Promise<void> {
  await sql.query('update job set recent_starts_ms = $2 where id = $1', [id, JSON.stringify(startsMs)]);
}

export async function markCancelRequested(sql: Sql, id: string): Promise<void> {
  await sql.query('update job set cancel_requested = true where id = $1', [id]);
}
