import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { emulatedNow, readClock } from '../operations/emulated-clock.js';
import { findJobNames } from '../persistence/job.repository.js';
import { findOperation, loadLog } from '../persistence/operation.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { LoggedOperation } from './operation-document.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names an operation of one subscription. */
export interface OperationName {
  readonly subscriptionId: string;
  readonly operationId: string;
}

export function isOperationId(text: string): boolean {
  return UUID.test(text);
}

/** An operation with its log. Throws `RefusalError` operation-not-found. */
export async function loadOperation(
  sql: Sql,
  { subscriptionId, operationId }: OperationName,
): Promise<LoggedOperation> {
  const operation = isOperationId(operationId) ? await findOperation(sql, operationId) : undefined;
  if (operation?.subscriptionId !== subscriptionId) {
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
  }
  const { id, jobId } = operation;
  const [log, clock, jobs] = await Promise.all([
    loadLog(sql, id),
    readClock(sql),
    findJobNames(sql, jobId === null ? [] : [jobId]),
  ]);
  const jobName = jobId === null ? undefined : jobs.get(jobId);
  return {
    operation,
    log,
    nowMs: emulatedNow(clock, Date.now()),
    ...(jobName === undefined ? {} : { jobName }),
  };
}
