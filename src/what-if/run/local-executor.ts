import type { Executor, ExecutorOptions, FinishedShard, ShardTask } from './executor.js';
import { InProcessExecutor } from './in-process-executor.js';
import { ThreadExecutor, type ThreadOptions } from './thread-executor.js';

/** Uses threads where more than one would have something to do: a thread takes time to start and memory of its own. */
export class LocalExecutor implements Executor {
  constructor(private readonly options: ThreadOptions) {}

  run(tasks: readonly ShardTask[], options?: ExecutorOptions): AsyncIterable<FinishedShard> {
    const isAlone = Math.min(this.options.threads, tasks.length) <= 1;
    const executor = isAlone ? new InProcessExecutor() : new ThreadExecutor(this.options);
    return executor.run(tasks, options);
  }
}
