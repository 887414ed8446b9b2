import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { BeginVmOperation, vmResourceId } from '../operations/begin-vm-operation.js';
import { emulatedNow, readClock } from '../operations/emulated-clock.js';
import { OperationRelay } from '../operations/operation-relay.js';
import { LOGGER, type OperationEnded } from '../operations/tokens.js';
import {
  cancelPendingItems,
  changeItem,
  countItems,
  countRunningItems,
  findEndedItems,
  hasOpenItems,
  insertItems,
  nextPendingItem,
  selectVmNames,
  type ItemChange,
  type StoredJobItem,
} from '../persistence/job-item.repository.js';
import {
  endJob,
  lockJob,
  markJobRunning,
  setRecentStarts,
  type StoredJob,
} from '../persistence/job.repository.js';
import type { OperationRecord } from '../persistence/operation.repository.js';
import { findActingCaller } from '../persistence/scheduled-action.repository.js';
import { actionRefusal, rightsNow } from './acting-caller.js';
import {
  itemAfterOperation,
  itemAfterRefusal,
  jobOutcome,
  mayBeginAnother,
  startsWithinMinute,
} from './job-progress.js';
import { VM_ACTIONS } from '../operations/vm-actions.js';

/** One look at a job by this process. */
interface Pass {
  readonly done: Promise<void>;
  /** The look after it, for those who have asked since it began: it may have looked past what they stored. */
  next?: Promise<void>;
}

/**
 * Takes a job as far as it will go now, from what the database says and nothing else: any number of processes may
 * call it at any time, and whatever one of them leaves half done the next one finishes. Each transaction holds the
 * job's row, so that no item gets two operations and concurrency and rate hold across processes (TORPOR-3). It
 * also holds one VM at most, so that jobs over the same VMs cannot wait for each other in a circle.
 */
@Injectable()
export class JobDriver implements OperationEnded {
  readonly #passes = new Map<string, Pass>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves when what was stored before the call has been acted on. Calls that come during a pass share the next. */
  advance(jobId: string): Promise<void> {
    const under = this.#passes.get(jobId);
    if (under === undefined) return this.beginPass(jobId);
    under.next ??= under.done.catch(() => undefined).then(() => this.beginPass(jobId));
    return under.next;
  }

  /** A notification that fails is made up for by the reconciler; the operation has ended all the same. */
  async operationEnded({ jobId }: Pick<OperationRecord, 'jobId'>): Promise<void> {
    if (jobId === null) return;
    await this.advance(jobId).catch((error: unknown) => {
      this.logger.warn({ jobId, err: error }, 'the job could not be advanced');
    });
  }

  private beginPass(jobId: string): Promise<void> {
    const done = this.pass(jobId).finally(() => {
      if (pass.next === undefined) this.#passes.delete(jobId);
    });
    const pass: Pass = { done };
    this.#passes.set(jobId, pass);
    return done;
  }

  /** Room that operations leave by ending meanwhile is for the next pass: this one comes to an end. */
  private async pass(jobId: string): Promise<void> {
    if (!(await this.settle(jobId))) return;
    while (await this.beginNext(jobId)) this.relay.kick();
  }

  /** Starts a job that is due and takes in how its operations have ended; false when there is nothing more to do. */
  private settle(jobId: string): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const job = await lockJob(sql, jobId);
      if (job === undefined || isOver(job)) return false;
      const nowMs = await now(sql);
      if (job.status === 'waiting') {
        if (job.isCancelRequested) {
          await end(sql, job);
          return false;
        }
        if (nowMs < job.startAtMs) return false;
        await start(sql, job);
      }
      const { isCancelRequested } = job;
      for (const item of await findEndedItems(sql, jobId)) {
        const change = itemAfterOperation(item, job.spec, { nowMs, isCancelRequested });
        await changeItem(sql, jobId, item.position, change);
      }
      if (isCancelRequested) await cancelPendingItems(sql, jobId);
      return true;
    });
  }

  /** Begins one operation, or finds that it cannot; false when no further one may begin now. */
  private beginNext(jobId: string): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const job = await lockJob(sql, jobId);
      if (job === undefined || job.status !== 'running') return false;
      const nowMs = await now(sql);
      const item = await nextPendingItem(sql, jobId, nowMs);
      if (item === undefined) {
        if (!(await hasOpenItems(sql, jobId))) await end(sql, job);
        return false;
      }
      if (!mayBeginAnother(job, await countRunningItems(sql, jobId), nowMs)) return false;
      const change = await this.begin(sql, job, item, nowMs);
      await changeItem(sql, jobId, item.position, change);
      if (change.status === 'running' && job.spec.ratePerMinute !== undefined) {
        await setRecentStarts(sql, jobId, [...startsWithinMinute(job.recentStartsMs, nowMs), nowMs]);
      }
      return true;
    });
  }

  private async begin(
    sql: EntityManager,
    job: StoredJob,
    item: StoredJobItem,
    nowMs: number,
  ): Promise<ItemChange> {
    const { subscriptionId, groupName, vmName, attempts } = item;
    const vm = { subscriptionId, groupName, vmName };
    const against = await callerRefusal(sql, job, item);
    if (against !== undefined) return itemAfterRefusal(attempts, against, job.spec, nowMs);
    try {
      // A savepoint: what an unexpected error leaves behind is rolled back, and the item can still be written.
      const { operationId } = await sql.transaction((inner) =>
        this.operations.beginIn(inner, { vm, jobId: job.id, ...VM_ACTIONS[job.spec.action] }),
      );
      return { status: 'running', attempts: attempts + 1, operationId };
    } catch (error) {
      if (error instanceof RefusalError) return itemAfterRefusal(attempts, error.refusal, job.spec, nowMs);
      if (isOfDatabase(error)) throw error;
      this.logger.error(
        { jobId: job.id, vm, err: error },
        'an operation of a job failed unexpectedly to begin',
      );
      const unexpected = refusal(
        'internal-error',
        `the operation on VM ${vmName} failed unexpectedly to begin`,
      );
      return itemAfterRefusal(attempts, unexpected, job.spec, nowMs);
    }
  }
}

/** A caller in whose name the job acts must still have the right to, now that it does (ARM-21). */
async function callerRefusal(
  sql: EntityManager,
  { id, spec }: StoredJob,
  { position, subscriptionId, groupName, vmName }: StoredJobItem,
): Promise<Refusal | undefined> {
  const caller = await findActingCaller(sql, id, position);
  if (caller === undefined) return undefined;
  const vmId = vmResourceId({ subscriptionId, groupName, vmName });
  return actionRefusal(caller, await rightsNow(sql, caller), spec.action, vmId);
}

function isOver({ status }: StoredJob): boolean {
  return status !== 'waiting' && status !== 'running';
}

async function now(sql: EntityManager): Promise<number> {
  return emulatedNow(await readClock(sql), Date.now());
}

/** VMs given by name were written down when the job was submitted; criteria are asked now. */
async function start(sql: EntityManager, job: StoredJob): Promise<void> {
  const { select } = job.spec;
  if (!('virtualMachines' in select)) {
    await insertItems(sql, job, await selectVmNames(sql, job.subscriptionId, select));
  }
  await markJobRunning(sql, job.id);
}

async function end(sql: EntityManager, job: StoredJob): Promise<void> {
  if (job.isCancelRequested) await cancelPendingItems(sql, job.id);
  const counts = (await countItems(sql, [job.id])).get(job.id);
  if (counts === undefined) throw new Error(`no counts of job ${job.id}`);
  await endJob(sql, job.id, jobOutcome(counts, job.isCancelRequested));
}

/** Errors of the driver and of the server carry a code; the transaction is lost and is tried again as a whole. */
function isOfDatabase(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'string';
}
