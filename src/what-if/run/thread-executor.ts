import { Worker } from 'node:worker_threads';
import { assertNever } from '../../arm/assert-never.js';
import type { Executor, ExecutorOptions, FinishedShard, ShardTask } from './executor.js';
import { RunError } from './run-error.js';
import type { WorkerReport } from './worker-report.js';

/** Compiled or not, the thread runs what stands beside this module. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './shard-worker.ts' : './shard-worker.js',
  import.meta.url,
);

export interface ThreadOptions {
  /** At most so many; no more are started than there are tasks. */
  readonly threads: number;
  /** Options of Node for the threads; absent: those of this process. */
  readonly execArgv?: readonly string[];
}

/** What came of a thread, for the one who waits. */
interface Letter {
  readonly worker: Worker;
  readonly task: ShardTask;
  readonly end: Exclude<WorkerReport, { kind: 'progress' }>;
}

/** Works on tasks with threads of this process: each has one task at a time, in the order of the run. */
export class ThreadExecutor implements Executor {
  constructor(private readonly options: ThreadOptions) {}

  async *run(
    tasks: readonly ShardTask[],
    { signal, onProgress }: ExecutorOptions = {},
  ): AsyncGenerator<FinishedShard> {
    const crew = new Crew(this.options, tasks, onProgress);
    const interrupt = () => crew.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      if (signal?.aborted === true) return;
      crew.start();
      for (;;) {
        const letter = await crew.next();
        if (letter === undefined) return;
        yield shardOf(letter);
      }
    } finally {
      signal?.removeEventListener('abort', interrupt);
      await crew.dismiss();
    }
  }
}

/** The threads of one run and what they have told but nobody has read. */
class Crew {
  readonly #workers = new Set<Worker>();
  readonly #letters: Letter[] = [];
  #begun = 0;
  #read = 0;
  #isInterrupted = false;
  #wake: (() => void) | undefined;

  constructor(
    private readonly options: ThreadOptions,
    private readonly tasks: readonly ShardTask[],
    private readonly onProgress: ExecutorOptions['onProgress'],
  ) {}

  start(): void {
    const { execArgv, threads } = this.options;
    for (let thread = 0; thread < Math.min(threads, this.tasks.length); thread++) {
      const worker = new Worker(ENTRY, execArgv === undefined ? {} : { execArgv: [...execArgv] });
      this.#workers.add(worker);
      this.#assign(worker);
    }
  }

  /** The next end of a task; undefined when there is none to come. A thread gets its next task when it is read. */
  async next(): Promise<Letter | undefined> {
    while (!this.#isInterrupted && this.#read < this.tasks.length) {
      const letter = this.#letters.shift();
      if (letter !== undefined) {
        this.#read++;
        this.#assign(letter.worker);
        return letter;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return undefined;
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#wake?.();
  }

  async dismiss(): Promise<void> {
    const workers = [...this.#workers];
    this.#workers.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #assign(worker: Worker): void {
    const task = this.tasks[this.#begun];
    worker.removeAllListeners();
    if (task === undefined) {
      // Its memory is free before the others are done.
      this.#workers.delete(worker);
      void worker.terminate();
      return;
    }
    this.#begun++;
    const end = (letter: Letter['end']) => {
      worker.removeAllListeners();
      this.#letters.push({ worker, task, end: letter });
      this.#wake?.();
    };
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'progress') this.onProgress?.(task, report.progress);
      else end(report);
    });
    worker.on('error', (error: Error) => end(brokenBy(error.message, error.stack)));
    worker.on('exit', (code) => end(brokenBy(`a thread ended with ${code}`)));
    worker.postMessage(task, []);
  }
}

function brokenBy(message: string, stack: string = message): Letter['end'] {
  return { kind: 'broken', message, stack };
}

function shardOf({ task, end }: Letter): FinishedShard {
  switch (end.kind) {
    case 'finished':
      return end.shard;
    case 'refused':
      throw new RunError(end.error.kind, end.error.message, end.error.told);
    case 'broken': {
      const cause = new Error(end.message);
      cause.stack = end.stack;
      const message = `Region ${task.region} of scenario ${task.scenario.name} broke off: ${end.message}`;
      throw new RunError('thread-failed', message, {}, { cause });
    }
    default:
      return assertNever(end);
  }
}
