import type { OperationEffect } from '#libs/platform-faults';
import type { Refusal } from '#libs/refusal';
import type { LogEvent, LogRecord } from '#libs/saga';
import type { Verdict } from '#libs/vm-operations';
import { row, rows, touched, type Sql } from './sql.js';

export type OperationState = 'running' | 'succeeded' | 'failed' | 'stuck' | 'canceled';

export interface OperationRecord {
  readonly id: string;
  readonly pipeline: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly resourceId: string;
  readonly vmId: string;
  readonly vmName: string;
  readonly status: OperationState;
  readonly refusal: Refusal | null;
  readonly verdict: Verdict | null;
  readonly waitUntilMs: number | null;
  readonly cancelRequested: boolean;
  readonly jobId: string | null;
  /** What armed faults do to it; `null`: none has struck it. */
  readonly effects: readonly OperationEffect[] | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export type NewOperation = Pick<
  OperationRecord,
  'id' | 'pipeline' | 'subscriptionId' | 'location' | 'resourceId' | 'vmId' | 'vmName' | 'jobId'
>;

const COLUMNS = `id, pipeline, subscription_id as "subscriptionId", location, resource_id as "resourceId",
  vm_id as "vmId", vm_name as "vmName", status, refusal, verdict, wait_until_ms::float8 as "waitUntilMs",
  cancel_requested as "cancelRequested", job_id as "jobId", effects, created_at as "createdAt",
  ended_at as "endedAt"`;

/** Another process drives the same operation and was faster to write: whoever sees this stops (TORPOR-6). */
export class AnotherDriverError extends Error {
  override readonly name = 'AnotherDriverError';
}

export type ProvisioningState = 'Creating' | 'Updating' | 'Deleting';

export interface Claim {
  readonly operation: NewOperation;
  /** The VM's generation when it was read. */
  readonly generation: number;
  readonly provisioningState: ProvisioningState;
}

/**
 * Gives a free VM to a new operation, records the operation, and puts its id into the outbox, in one statement.
 * False when the VM has changed since it was read, or another operation has it: then nothing was written.
 */
export async function claimForOperation(
  sql: Sql,
  { operation, generation, provisioningState }: Claim,
): Promise<boolean> {
  const claimed = await touched(
    sql,
    `with claimed as (
       update virtual_machine set claimed_by = $1, provisioning_state = $9, failure = null,
              revision = revision + 1, generation = generation + 1
        where id = $6 and claimed_by is null and generation = $10 returning id),
     new as (
       insert into operation (id, pipeline, subscription_id, location, resource_id, vm_id, vm_name, job_id, status)
       select $1, $2, $3, $4, $5, id, $7, $8, 'running' from claimed returning id)
     insert into outbox (operation_id) select id from new returning 1`,
    [
      operation.id,
      operation.pipeline,
      operation.subscriptionId,
      operation.location,
      operation.resourceId,
      operation.vmId,
      operation.vmName,
      operation.jobId,
      provisioningState,
      generation,
    ],
  );
  return claimed === 1;
}

export async function findOperation(sql: Sql, id: string): Promise<OperationRecord | undefined> {
  return row<OperationRecord>(sql, `select ${COLUMNS} from operation where id = $1`, [id]);
}

export interface OperationFilter {
  readonly subscriptionId?: string;
  readonly status?: OperationState;
  readonly vmName?: string;
  readonly jobId?: string;
  readonly limit: number;
  /** Continue after this operation, newest first. */
  readonly after?: string;
}

export async function listOperations(sql: Sql, filter: OperationFilter): Promise<readonly OperationRecord[]> {
  return rows<OperationRecord>(
    sql,
    `select ${COLUMNS} from operation
      where ($1::text is null or status = $1)
        and ($2::text is null or lower(vm_name) = lower($2))
        and ($3::uuid is null or job_id = $3)
        and ($6::text is null or subscription_id = $6)
        and ($4::uuid is null or (created_at, id) < (select created_at, id from operation where id = $4))
      order by created_at desc, id desc limit $5`,
    [filter.status, filter.vmName, filter.jobId, filter.after, filter.limit, filter.subscriptionId],
  );
}

/** An operation, its log, and a setting of the emulator: what driving it begins with, in one read. */
export async function loadForDrive<Setting>(
  sql: Sql,
  id: string,
  settingKey: string,
): Promise<
  | {
      readonly operation: OperationRecord;
      readonly log: readonly LogRecord[];
      readonly setting: Setting | null;
    }
  | undefined
> {
  const found = await row<OperationRecord & { log: LogRecord[] | null; setting: Setting | null }>(
    sql,
    `select ${COLUMNS},
            (select json_agg(json_build_object('seq', seq, 'atMs', at_ms, 'event', event) order by seq)
               from operation_event where operation_id = operation.id) as log,
            (select value from emulator_setting where key = $2) as setting
       from operation where id = $1`,
    [id, settingKey],
  );
  if (found === undefined) return undefined;
  const { log, setting, ...operation } = found;
  return { operation, log: log ?? [], setting };
}

export async function loadLog(sql: Sql, operationId: string): Promise<readonly LogRecord[]> {
  const found = await rows<{ seq: number; at_ms: string; event: LogEvent }>(
    sql,
    'select seq, at_ms, event from operation_event where operation_id = $1 order by seq',
    [operationId],
  );
  return found.map(({ seq, at_ms, event }) => ({ seq, atMs: Number(at_ms), event }));
}

const UNIQUE_VIOLATION = '23505';

/**
 * Appends to the log and answers whether somebody has asked to cancel the operation. Throws `AnotherDriverError`
 * when a position is taken.
 */
export async function appendLog(
  sql: Sql,
  operationId: string,
  records: readonly LogRecord[],
): Promise<{ readonly isCancelRequested: boolean }> {
  const lines = records.map(({ seq, atMs, event }) => ({ seq, at_ms: Math.round(atMs), event }));
  try {
    const operation = await row<{ asked: boolean }>(
      sql,
      `with appended as (
         insert into operation_event (operation_id, seq, at_ms, event)
         select $1, seq, at_ms, event from json_to_recordset($2) as line(seq integer, at_ms bigint, event json))
       select cancel_requested as asked from operation where id = $1`,
      [operationId, JSON.stringify(lines)],
    );
    return { isCancelRequested: operation?.asked === true };
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) throw new AnotherDriverError(operationId);
    throw error;
  }
}

/** Notes that the operation waits for emulated time, or (`null`) that it goes on. */
export async function parkOperation(sql: Sql, id: string, waitUntilMs: number | null): Promise<void> {
  await sql.query('update operation set wait_until_ms = $2, touched_at = now() where id = $1', [
    id,
    waitUntilMs === null ? null : Math.ceil(waitUntilMs),
  ]);
}

export interface OperationEnd {
  readonly status: Exclude<OperationState, 'running'>;
  readonly refusal: Refusal | null;
  readonly verdict: Verdict | null;
  readonly provisioningState: 'Succeeded' | 'Failed';
}

/**
 * Ends an operation and sets its VM free, in one statement. A stuck operation keeps its VM: nobody else may
 * touch it until somebody has looked (TORPOR-8). Safe to repeat.
 */
export async function endOperation(sql: Sql, id: string, end: OperationEnd): Promise<void> {
  await sql.query(
    `with ended as (
       update operation set status = $2, refusal = $3, verdict = $4, wait_until_ms = null, ended_at = now(),
              touched_at = now()
        where id = $1 and status = 'running' returning id)
     update virtual_machine
        set claimed_by = case when $2 = 'stuck' then claimed_by end,
            provisioning_state = $5, failure = $3, revision = revision + 1, generation = generation + 1
      where claimed_by in (select id from ended)`,
    [id, end.status, json(end.refusal), json(end.verdict), end.provisioningState],
  );
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Notes what armed faults do to an operation, in the transaction in which it begins or is retried. */
export async function setEffects(sql: Sql, id: string, effects: readonly OperationEffect[]): Promise<void> {
  await sql.query('update operation set effects = $2 where id = $1', [id, JSON.stringify(effects)]);
}

/** Uses up one of the polls that are to be lost; false when all of them are. */
export async function loseOnePoll(sql: Sql, id: string, polls: number): Promise<boolean> {
  const lost = await touched(
    sql,
    'update operation set lost_polls = lost_polls + 1 where id = $1 and lost_polls < $2 returning 1',
    [id, polls],
  );
  return lost === 1;
}

export async function isCancelRequested(sql: Sql, id: string): Promise<boolean> {
  const found = await row<{ asked: boolean }>(
    sql,
    'select cancel_requested as asked from operation where id = $1',
    [id],
  );
  return found?.asked === true;
}

/**
 * Sets a stuck operation going again and puts its id into the outbox. Its VM, which it has kept, is shown as
 * changing. False when the operation is not stuck.
 */
export async function reopenOperation(sql: Sql, id: string): Promise<boolean> {
  const reopened = await touched(
    sql,
    `with reopened as (
       update operation set status = 'running', refusal = null, ended_at = null, wait_until_ms = null,
              touched_at = now()
        where id = $1 and status = 'stuck' returning id),
     shown as (
       update virtual_machine set provisioning_state = 'Updating', failure = null, revision = revision + 1,
              generation = generation + 1
        where claimed_by in (select id from reopened))
     insert into outbox (operation_id) select id from reopened
     on conflict (operation_id) do update set created_at = outbox.created_at returning 1`,
    [id],
  );
  return reopened === 1;
}

/** Asks a running operation to stop before its next step; false when it has ended. */
export async function requestCancel(sql: Sql, id: string): Promise<boolean> {
  const changed = await touched(
    sql,
    `update operation set cancel_requested = true where id = $1 and status = 'running' returning 1`,
    [id],
  );
  return changed > 0;
}

/** Operations that should be in the queue and may not be: unfinished, not waiting for later, untouched for a while. */
export async function findOverdueOperations(
  sql: Sql,
  { nowMs, untouchedSeconds, limit }: { nowMs: number; untouchedSeconds: number; limit: number },
): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select id from operation
      where status = 'running' and (wait_until_ms is null or wait_until_ms <= $1)
        and touched_at < now() - make_interval(secs => $2)
      order by touched_at limit $3`,
    [Math.floor(nowMs), untouchedSeconds, limit],
  );
  return found.map(({ id }) => id);
}

/** Operations that wait for emulated time that has come: what an advance of the clock wakes. */
export async function findDueOperations(sql: Sql, nowMs: number): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select id from operation where status = 'running' and wait_until_ms <= $1 order by wait_until_ms`,
    [Math.floor(nowMs)],
  );
  return found.map(({ id }) => id);
}

/** Makes every waiting operation due, for its driver to see how long it has to wait now. */
export async function wakeParkedOperations(sql: Sql, nowMs: number): Promise<void> {
  await sql.query(`update operation set wait_until_ms = $1 where status = 'running' and wait_until_ms > $1`, [
    Math.floor(nowMs),
  ]);
}

/** Puts running operations into the outbox, for somebody to look at them again; the caller kicks the relay. */
export async function wakeOperations(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(
    `insert into outbox (operation_id) select id from operation where id = any($1) and status = 'running'
     on conflict (operation_id) do nothing`,
    [ids],
  );
}

/** Ids that wait to be queued, oldest first. */
export async function readOutbox(sql: Sql, limit: number): Promise<readonly string[]> {
  const found = await rows<{ operation_id: string }>(
    sql,
    'select operation_id from outbox order by created_at limit $1',
    [limit],
  );
  return found.map(({ operation_id }) => operation_id);
}

export async function clearOutbox(sql: Sql, operationIds: readonly string[]): Promise<void> {
  await sql.query('delete from outbox where operation_id = any($1)', [operationIds]);
}
