import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Executor, ExecutorOptions, FinishedShard, ShardTask } from './executor.js';
import { runShardTask } from './run-shard-task.js';

/** Works on one task after the other, without threads. Lets the event loop turn now and then: signals are noticed. */
export class InProcessExecutor implements Executor {
  async *run(
    tasks: readonly ShardTask[],
    { signal, onProgress }: ExecutorOptions = {},
  ): AsyncGenerator<FinishedShard> {
    for (const task of tasks) {
      await nextTurn();
      if (signal?.aborted === true) return;
      const shard = await unlessInterrupted(task, { signal, onProgress });
      if (shard === undefined) return;
      yield shard;
    }
  }
}

class Interruption extends Error {}

async function unlessInterrupted(
  task: ShardTask,
  { signal, onProgress }: { readonly [Name in keyof ExecutorOptions]-?: ExecutorOptions[Name] | undefined },
): Promise<FinishedShard | undefined> {
  try {
    return await runShardTask(task, async (progress) => {
      onProgress?.(task, progress);
      await nextTurn();
      if (signal?.aborted === true) throw new Interruption();
    });
  } catch (error) {
    if (error instanceof Interruption) return undefined;
    throw error;
  }
}
