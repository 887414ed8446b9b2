import type { ShardInput, ShardOutcome, ShardProgress } from './shard.js';
import { Simulation } from './simulation.js';

const EVENTS_BETWEEN_REPORTS = 500_000;

/** Runs one region of a scenario to its end. `onProgress` is called now and then. */
export function runShard(input: ShardInput, onProgress?: (progress: ShardProgress) => void): ShardOutcome {
  const simulation = new Simulation(input);
  while (simulation.advance(EVENTS_BETWEEN_REPORTS)) {
    onProgress?.({ events: simulation.events, atMs: simulation.atMs });
  }
  return simulation.outcome();
}
