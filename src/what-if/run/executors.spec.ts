import { describe, expect, it } from 'vitest';
import type { Executor, FinishedShard, ShardTask } from './executor.js';
import { InProcessExecutor } from './in-process-executor.js';
import { LocalExecutor } from './local-executor.js';
import { RunError } from './run-error.js';
import { smallScenario } from './testing/small-scenarios.js';
import { THREADS_TIMEOUT_MS, TYPESCRIPT_THREAD } from './testing/typescript-threads.js';
import { ThreadExecutor } from './thread-executor.js';

const REGIONS = ['north', 'south', 'east'];
const SCENARIOS = [smallScenario({ seed: 1 }), smallScenario({ seed: 2 })];
const TASKS: readonly ShardTask[] = SCENARIOS.flatMap((scenario, scenarioIndex) =>
  REGIONS.map((region, regionIndex) => ({ scenarioIndex, regionIndex, region, scenario, keepsVms: true })),
);

describe('executors', { timeout: THREADS_TIMEOUT_MS }, () => {
  it.each<[string, Executor]>([
    ['no thread', new InProcessExecutor()],
    ['a thread', new ThreadExecutor({ threads: 1, execArgv: TYPESCRIPT_THREAD })],
  ])('end early, without an error, on %s', async (_, executor) => {
    const interruption = new AbortController();
    const found: FinishedShard[] = [];
    for await (const shard of executor.run(TASKS, { signal: interruption.signal })) {
      found.push(shard);
      interruption.abort();
    }
    expect(found.length).toBe(1);
    for await (const shard of executor.run(TASKS, { signal: interruption.signal })) found.push(shard);
    expect(found.length).toBe(1);
  });

  it('end within a task when there is no thread', async () => {
    const task: ShardTask = { ...TASKS[0]!, scenario: smallScenario({ vms: 120_000, regions: ['north'] }) };
    const interruption = new AbortController();
    let told = 0;
    const shards = new LocalExecutor({ threads: 4 }).run([task], {
      signal: interruption.signal,
      onProgress: () => {
        told++;
        interruption.abort();
      },
    });
    const found: FinishedShard[] = [];
    for await (const shard of shards) found.push(shard);
    expect([found, told]).toEqual([[], 1]);
  });

  it('tell how far each task has come, and what went wrong on a thread', async () => {
    const large = smallScenario({ vms: 120_000, regions: ['north'] });
    const tasks: readonly ShardTask[] = [
      { ...TASKS[0]!, scenario: large },
      { ...TASKS[1]!, region: 'nowhere' },
    ];
    const told = new Set<ShardTask>();
    const shards = new ThreadExecutor({ threads: 1, execArgv: TYPESCRIPT_THREAD }).run(tasks, {
      onProgress: (task, { events }) => {
        if (events > 0) told.add(task);
      },
    });
    const found: FinishedShard[] = [];
    const failure = (async () => {
      for await (const shard of shards) found.push(shard);
    })().catch((error: unknown) => error);
    expect(await failure).toEqual(
      new RunError(
        'thread-failed',
        'Region nowhere of scenario all broke off: the fleet has no VMs in region nowhere',
      ),
    );
    expect(found.map(({ outcome }) => outcome.vmCount)).toEqual([120_000]);
    expect([...told]).toEqual([tasks[0]]);
  });
});
