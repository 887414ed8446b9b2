/**
 * The operation queue as jobs of BullMQ.
 *
 * BullMQ's deduplication keeps one job per operation. An add that finds the job running is kept aside and becomes
 * a new job in the same step in which the running one ends, so it cannot be lost there. But the running job may
 * not end: a handler that waits sends it to the delayed set, and an add kept aside would sleep with it. Hence a
 * wake-up mark: who adds to a running job marks it, *then* looks whether it is delayed; the worker sends the job
 * to the delayed set, *then* looks for a mark. Whatever the order of the four steps, one of the two sees the
 * other and makes the job due.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DelayedError,
  ErrorCode,
  type IQueueBackend,
  type Job,
  Queue,
  UnrecoverableError,
  Worker,
} from 'bullmq';
import {
  type AddOptions,
  type HandlerVerdict,
  type OperationHandler,
  type OperationQueue,
  PermanentFailureError,
  type ProcessOptions,
  type QueueDepth,
} from './operation-queue.port.js';
import type { QueueConnections } from './queue-backend.js';

/** All that a job carries. */
interface JobData {
  readonly operationId: string;
}

const JOB_NAME = 'advance-operation';

/** How long a job stays with a worker that gives no sign of life. With the check below: at most 7.5 s. */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 2_500;

/** Only the operation log decides that an operation is over: the queue does not give up on one. */
const PRACTICALLY_ALWAYS = 1_000_000;

const FIRST_RETRY_PAUSE_MS = 250;
const LONGEST_RETRY_PAUSE_MS = 30_000;

/** Failed jobs are of interest to people only. Units: seconds, jobs. */
const KEPT_FAILURES = { age: 24 * 60 * 60, count: 1_000 };

const BULK = 200;
const DEFAULT_GRACE_MS = 10_000;

type OperationJob = Job<JobData, void>;

export class BullmqOperationQueue<Backend extends IQueueBackend, Connection> implements OperationQueue {
  readonly #queue: Queue<JobData, void, string, JobData, void, string, Backend, Connection>;
  #worker: Worker<JobData, void, string, Backend, number, Connection> | undefined;
  readonly #running = new Set<Promise<unknown>>();

  constructor(
    private readonly name: string,
    private readonly connections: QueueConnections<Backend, Connection>,
    private readonly onError: (error: Error) => void,
  ) {
    this.#queue = new Queue<JobData, void, string, JobData, void, string, Backend, Connection>(
      name,
      {
        connection: connections.producer as never,
        defaultJobOptions: {
          attempts: PRACTICALLY_ALWAYS,
          backoff: { type: 'custom' },
          removeOnComplete: true,
          removeOnFail: KEPT_FAILURES,
          stackTraceLimit: 2,
        },
      },
      connections.factory,
    );
    this.#queue.on('error', onError);
  }

  async waitUntilReady(): Promise<void> {
    await this.#queue.waitUntilReady();
  }

  async add(operationId: string, options: AddOptions = {}): Promise<void> {
    const { delayMs = 0 } = options;
    const wanted = jobFor(operationId, delayMs);
    const job = await this.#queue.add(wanted.name, wanted.data, wanted.opts);
    if (delayMs === 0 && job.id !== undefined && job.id !== wanted.opts.jobId) await this.#wake(job.id);
  }

  async addMany(operationIds: readonly string[]): Promise<void> {
    for (let start = 0; start < operationIds.length; start += BULK) {
      const wanted = operationIds.slice(start, start + BULK).map((operationId) => jobFor(operationId, 0));
      const jobs = await this.#queue.addBulk(wanted);
      const found = jobs.flatMap(({ id }, i) =>
        id === undefined || id === wanted[i]?.opts.jobId ? [] : [id],
      );
      await Promise.all(found.map((id) => this.#wake(id)));
    }
  }

  async process(handler: OperationHandler, { concurrency }: ProcessOptions): Promise<void> {
    if (this.#worker !== undefined) throw new Error(`The queue ${this.name} has a worker already.`);
    this.#worker = new Worker<JobData, void, string, Backend, number, Connection>(
      this.name,
      (job, token) => this.#track(this.#run(handler, job as unknown as OperationJob, token)),
      {
        connection: this.connections.consumer as never,
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        maxStalledCount: PRACTICALLY_ALWAYS,
        runRetryDelay: 500,
        settings: { backoffStrategy: retryPauseMs },
      },
      this.connections.factory,
    );
    this.#worker.on('error', this.onError);
    this.#worker.on('failed', (_job, error) => this.onError(error));
    await this.#worker.waitUntilReady();
  }

  async depth(): Promise<QueueDepth> {
    const counts = await this.#queue.getJobCounts('wait', 'active', 'delayed', 'failed');
    const { wait = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting: wait, active, delayed, failed };
  }

  async close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    if (this.#worker !== undefined) {
      await this.#worker.pause(true);
      const patience = new AbortController();
      const settled = Promise.allSettled(this.#running).finally(() => patience.abort());
      await Promise.race([
        settled,
        delay(graceMs, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      await this.#worker.close(this.#running.size > 0);
    }
    await this.#queue.close();
  }

  async #run(handler: OperationHandler, job: OperationJob, token: string | undefined): Promise<void> {
    const verdict = await this.#verdictOf(handler, job.data.operationId);
    if (verdict === 'finished' || verdict === 'waits-for-advance') return;
    await job.moveToDelayed(Date.now() + Math.max(0, Math.ceil(verdict.waitMs)), token);
    const markBefore = job.progress;
    const jobNow = await this.#queue.getJob(job.id ?? '');
    if (jobNow !== undefined && jobNow.progress !== markBefore) await makeDue(jobNow);
    throw new DelayedError();
  }

  async #verdictOf(handler: OperationHandler, operationId: string): Promise<HandlerVerdict> {
    try {
      return await handler(operationId);
    } catch (error) {
      if (error instanceof PermanentFailureError) throw new UnrecoverableError(error.message);
      throw error;
    }
  }

  /** Sees to it that the handler runs after now, for a job that an add has found existing. */
  async #wake(jobId: string): Promise<void> {
    const job = await this.#queue.getJob(jobId);
    // It has ended in between, and with that the add kept aside has become a job.
    if (job === undefined) return;
    let state = await job.getState();
    if (state === 'active') {
      const isMarked = await job.updateProgress(randomUUID()).then(
        () => true,
        () => false,
      );
      if (isMarked) state = await job.getState();
    }
    if (state === 'delayed') await makeDue(job);
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
    return tracked;
  }
}

/** A job that BullMQ takes for the same as any other of the operation, under an id of its own. */
function jobFor(operationId: string, delayMs: number) {
  return {
    name: JOB_NAME,
    data: { operationId },
    opts: {
      jobId: `operation-${operationId.replaceAll(':', '_')}-${randomUUID()}`,
      delay: delayMs,
      deduplication: { id: operationId, keepLastIfActive: true, reschedule: true },
    },
  };
}

/**
 * Promotes a job that was delayed a moment ago. If it no longer is, somebody else has made it due since, and a call
 * of the handler begins, or has begun, after that moment: just what is wanted.
 */
async function makeDue(job: Pick<Job, 'promote'>): Promise<void> {
  try {
    await job.promote();
  } catch (error) {
    if (!isGoneFromDelayed(error)) throw error;
  }
}

function isGoneFromDelayed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === ErrorCode.JobNotInState || code === ErrorCode.JobNotExist;
}

function retryPauseMs(attemptsMade: number): number {
  return Math.min(LONGEST_RETRY_PAUSE_MS, FIRST_RETRY_PAUSE_MS * 2 ** Math.max(0, attemptsMade - 1));
}
