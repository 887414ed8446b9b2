import type { DataSource } from 'typeorm';
import { regionsOf, type Scenario, summarise } from '#libs/what-if';
import { endWhatIfScenario, type WhatIfLease } from '../../persistence/what-if-lease.repository.js';
import { pendingWhatIfScenarios, type StoredProgress } from '../../persistence/what-if-run.repository.js';
import type { Executor, FinishedShard, ShardTask } from '../run/executor.js';
import { ProgressMeter } from '../run/run-progress.js';
import { exampleNames } from '../run/vm-names.js';

/** Somebody else has the run now, or it is gone. */
export class LeaseLost extends Error {}

export interface ScenarioWork {
  readonly database: DataSource;
  readonly executor: Executor;
  readonly lease: WhatIfLease;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StoredProgress) => void;
}

interface PendingScenario {
  readonly position: number;
  readonly sha256: string;
  readonly scenario: Scenario;
}

/**
 * Runs the scenarios of a run that are not done, and stores each one's summary as it ends. Ends early, without an error,
 * when the signal aborts. Throws `LeaseLost`, and what the executor throws.
 */
export async function runScenarios(work: ScenarioWork): Promise<void> {
  const { database, executor, lease, signal, onProgress } = work;
  const pending = await pendingWhatIfScenarios(database, lease.runId);
  const tasks = pending.flatMap(tasksOf);
  const meter = new ProgressMeter(tasks, pending.length, () => performance.now());
  const gathered = new Map<number, FinishedShard[]>();
  const shards = executor.run(tasks, {
    signal,
    onProgress: (task, progress) => {
      meter.moved(task, progress);
      onProgress(storedProgress(meter));
    },
  });
  for await (const shard of shards) {
    meter.ended(shard);
    onProgress(storedProgress(meter));
    const scenario = pending.find(({ position }) => position === shard.scenarioIndex);
    if (scenario === undefined) throw new RangeError(`an outcome of scenario ${shard.scenarioIndex}`);
    const those = [...(gathered.get(shard.scenarioIndex) ?? []), shard];
    gathered.set(shard.scenarioIndex, those);
    if (those.length < regionsOf(scenario.scenario).length) continue;
    gathered.delete(shard.scenarioIndex);
    await finish(work, scenario, those);
  }
}

function tasksOf({ position: scenarioIndex, scenario }: PendingScenario): readonly ShardTask[] {
  return regionsOf(scenario).map((region, regionIndex) => ({
    scenarioIndex,
    regionIndex,
    region,
    scenario,
    keepsVms: false,
  }));
}

async function finish(
  { database, lease, version }: ScenarioWork,
  { position, sha256, scenario }: PendingScenario,
  shards: readonly FinishedShard[],
): Promise<void> {
  const ordered = shards.toSorted((a, b) => a.regionIndex - b.regionIndex);
  const outcomes = ordered.map(({ outcome }) => outcome);
  const nameOf = await exampleNames(scenario, outcomes);
  const summary = summarise(scenario, outcomes, { scenarioSha256: sha256, version, nameOf });
  const isStored = await database.transaction((sql) => endWhatIfScenario(sql, lease, { position, summary }));
  if (!isStored) throw new LeaseLost();
}

function storedProgress(meter: ProgressMeter): StoredProgress {
  const { share, events, eventsPerSecond, leftMs } = meter.progress;
  return {
    share,
    events,
    eventsPerSecond: Math.round(eventsPerSecond),
    ...(leftMs === undefined ? {} : { leftMs: Math.round(leftMs) }),
  };
}
