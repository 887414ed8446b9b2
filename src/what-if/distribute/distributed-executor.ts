import { randomUUID } from 'node:crypto';
import type { ShardOutcome } from '#libs/what-if';
import { assertNever } from '../../arm/assert-never.js';
import { EngineError } from '../../engines/engine-error.js';
import type { Executor, ExecutorOptions, FinishedShard, ShardTask } from '../run/executor.js';
import { type DistributedOptions, DistributedRun } from './distributed-run.js';
import { decodeExactly } from './exact-encoding.js';
import { noRedis, runLost, shardGone } from './distribution-error.js';
import { byScenario, type ScenarioTasks, ScenarioWindow } from './scenario-window.js';

/**
 * Has the tasks of a run done by worker processes on any machines that reach the same Redis, which take them from it as
 * jobs of BullMQ: a flow for each scenario. This process only merges. When it ends, by whatever way but death, nothing
 * of the run is left in Redis; after its death workers give the run up, and what is left expires. What it yields is what one
 * process would have (TORPOR-27).
 */
export class DistributedExecutor implements Executor {
  constructor(private readonly options: DistributedOptions) {}

  /** Throws `RunError`, with the region and scenario where a shard was given up. */
  async *run(
    tasks: readonly ShardTask[],
    { signal, onProgress }: ExecutorOptions = {},
  ): AsyncGenerator<FinishedShard> {
    if (tasks.length === 0 || signal?.aborted === true) return;
    const window = new ScenarioWindow(byScenario(tasks));
    const redis = await this.options.redis().catch((error: unknown) => {
      throw error instanceof EngineError ? noRedis(error) : error;
    });
    const id = randomUUID().replaceAll('-', '');
    const run = new DistributedRun(id, redis.url, this.options, onProgress);
    const interrupt = () => run.events.push({ kind: 'interrupted' });
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      await run.begin();
      while (!window.isOver) {
        for (const scenario of window.open()) await run.add(scenario);
        const event = await run.events.next();
        switch (event.kind) {
          case 'interrupted':
            return;
          case 'lost':
            throw runLost();
          case 'broken':
            throw event.error;
          case 'ended': {
            const scenario = window.end(event.scenario);
            if (scenario !== undefined) yield* finishedShards(run, scenario);
            break;
          }
          default:
            assertNever(event);
        }
      }
    } finally {
      signal?.removeEventListener('abort', interrupt);
      await run.end(window.underWay);
      await redis.close();
    }
  }
}

/** One at a time: outcomes of large regions take memory. */
async function* finishedShards(run: DistributedRun, scenario: ScenarioTasks): AsyncGenerator<FinishedShard> {
  for (const task of scenario.tasks) {
    const { scenarioIndex, regionIndex } = task;
    const bytes = await run.result(task);
    if (bytes === undefined) throw shardGone(task);
    const outcome = decodeExactly(bytes) as ShardOutcome;
    await run.drop(task);
    yield { scenarioIndex, regionIndex, outcome };
  }
  await run.dropScenario(scenario.index);
}
