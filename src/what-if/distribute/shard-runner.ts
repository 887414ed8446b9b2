import { Worker } from 'node:worker_threads';
import type { ShardProgress } from '#libs/what-if';
import { assertNever } from '../../arm/assert-never.js';
import type { ShardTask } from '../run/executor.js';
import { RunError } from '../run/run-error.js';
import type { ShardThreadReport } from './shard-thread-report.js';

/** The shard was given up because its signal aborted. */
export class ShardInterrupted extends Error {}

/** The work on the shard ended in an error, as it would on any machine. */
export class ShardBroken extends Error {}

export interface ShardRunOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ShardProgress) => void;
}

/** Works on one shard at a time, beside the event loop. */
export interface ShardRunner {
  /** The outcome, encoded. Throws `ShardInterrupted`, `ShardBroken`, `RunError`; other errors for what another try may change. */
  run(task: ShardTask, options: ShardRunOptions): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Compiled or not, the thread runs what stands beside this module. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './shard-thread.ts' : './shard-thread.js',
  import.meta.url,
);

/** Who waits for the end of a shard. */
interface Listener {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
  onProgress(progress: ShardProgress): void;
}

/** Runs shards on a thread that is kept from one to the next, and is a new one after it was interrupted or died. */
export class ThreadRunner implements ShardRunner {
  #thread: ShardThread | undefined;

  async run(task: ShardTask, { signal, onProgress }: ShardRunOptions): Promise<Uint8Array> {
    if (signal.aborted) throw new ShardInterrupted();
    if (this.#thread?.isOver !== false) this.#thread = new ShardThread();
    const thread = this.#thread;
    let interrupt = (): void => undefined;
    const ended = new Promise<Uint8Array>((resolve, reject) => {
      interrupt = () => reject(new ShardInterrupted());
      thread.begin(task, { resolve, reject, onProgress });
    });
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      return await ended;
    } catch (error) {
      const isThreadFree = error instanceof RunError || error instanceof ShardBroken;
      if (!isThreadFree) await this.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}

/** A thread and who waits for what it is at. */
class ShardThread {
  readonly #worker = new Worker(ENTRY);
  #listener: Listener | undefined;
  #isOver = false;

  constructor() {
    const died = (reason: string) => {
      this.#isOver = true;
      this.#listener?.reject(new Error(`its thread ended: ${reason}`));
    };
    this.#worker.on('message', (report: ShardThreadReport) => {
      if (this.#listener !== undefined) settle(report, this.#listener);
    });
    this.#worker.on('error', (error: Error) => died(error.message));
    this.#worker.on('exit', (code) => died(`code ${code}`));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  begin(task: ShardTask, listener: Listener): void {
    this.#listener = listener;
    this.#worker.postMessage(task, []);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

function settle(report: ShardThreadReport, { resolve, reject, onProgress }: Listener): void {
  switch (report.kind) {
    case 'progress':
      return onProgress(report.progress);
    case 'finished':
      return resolve(report.bytes);
    case 'refused':
      return reject(new RunError(report.error.kind, report.error.message, report.error.told));
    case 'broken':
      return reject(new ShardBroken(report.message));
    default:
      return assertNever(report);
  }
}
