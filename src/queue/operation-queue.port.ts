/**
 * The queue that carries work to workers. It holds operation ids and nothing else: what an operation is, how far
 * it has come and when it is over stands in the database. A queue that loses everything loses no operation,
 * because unfinished ones are added again.
 *
 * Promises:
 * - An operation has at most one job that waits or runs. Adding it while its job waits changes nothing; while the
 *   job is delayed, it makes the job due after the new delay; after the job has ended, it makes a new one.
 * - **A wake-up is not lost.** Whoever stores a fact and then adds the operation can rely on a call of the handler
 *   that begins after the add, even if the handler was running at that moment and had read the old facts. The
 *   price is that a handler may be called once more than needed, also for an operation that has finished.
 * - Delivery is at least once. The job of a worker that was killed goes to another one within about ten seconds;
 *   a worker that was merely stopped for that long (a blocked event loop, a paused machine) may then still be at
 *   work on it. Exclusive work on an operation is the handler's business, not the queue's.
 */
export interface OperationQueue {
  /** Resolves when the queue's server answers and its tables exist. */
  waitUntilReady(): Promise<void>;
  /** Makes the operation's job due, now or after `delayMs`. Rejects within seconds if the server is gone. */
  add(operationId: string, options?: AddOptions): Promise<void>;
  /** The same for many operations, in few round trips. */
  addMany(operationIds: readonly string[]): Promise<void>;
  /** Starts a worker in this process; resolves when it takes jobs. Once per queue object. */
  process(handler: OperationHandler, options: ProcessOptions): Promise<void>;
  /** How many jobs there are, by state. */
  depth(): Promise<QueueDepth>;
  /** Takes no further jobs, waits for running handlers (up to `graceMs`), and disconnects. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

export const OPERATION_QUEUE = Symbol('OperationQueue');

export interface AddOptions {
  /** From now until the job is due. Unit: ms. Default 0. */
  readonly delayMs?: number;
}

export interface ProcessOptions {
  /** How many handlers run at once in this process. */
  readonly concurrency: number;
}

/**
 * What becomes of the job after a call:
 * - `finished`: it ends.
 * - `waits-for-advance`: it ends too; whoever advances the clock adds the operation again.
 * - `waitMs`: the same job is due again after so many milliseconds. No worker is kept busy meanwhile.
 */
export type HandlerVerdict = 'finished' | 'waits-for-advance' | { readonly waitMs: number };

/**
 * Takes one operation a step further. It reads the operation afresh at every call. When it throws, the job is
 * repeated after a pause that grows up to half a minute, for as long as it takes; when it throws
 * PermanentFailureError, the job ends as failed.
 */
export type OperationHandler = (operationId: string) => Promise<HandlerVerdict>;

/** Thrown by a handler for an operation that no repetition can help, such as one that does not exist. */
export class PermanentFailureError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PermanentFailureError';
  }
}

/** Numbers of jobs. Failed ones are kept for a day, for people to look at. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}
