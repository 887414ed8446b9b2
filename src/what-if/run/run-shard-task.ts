import { type ShardProgress, Simulation } from '#libs/what-if';
import type { FinishedShard, ShardTask } from './executor.js';
import { regionFates, regionFleet } from './shard-input.js';

/** A fraction of a second: often enough to be told of, and to be interrupted. */
const EVENTS_AT_ONCE = 250_000;

/**
 * Makes or loads the VMs of a task's region and runs it. `onProgress` is called now and then and may take its time; what
 * it throws ends the task. Throws `RunError` for a fleet that cannot be read.
 */
export async function runShardTask(
  { scenarioIndex, regionIndex, scenario, region, keepsVms }: ShardTask,
  onProgress?: (progress: ShardProgress) => void | Promise<void>,
): Promise<FinishedShard> {
  const { fleet } = await regionFleet(scenario, region);
  const fates = regionFates(scenario, fleet);
  const input = { scenario, region, fleet, keepsVms, ...(fates === undefined ? {} : { fates }) };
  const simulation = new Simulation(input);
  while (simulation.advance(EVENTS_AT_ONCE)) {
    const { events, atMs } = simulation;
    await onProgress?.({ events, atMs });
  }
  return { scenarioIndex, regionIndex, outcome: simulation.outcome() };
}
