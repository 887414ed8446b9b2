/** Everything of one run lies below one prefix, with an expiry; BullMQ's own keys lie below `bull:`. */
const PREFIX = 'torpor:what-if';

/** Who works on what-if shards, of any version: a sorted set by the time of the last sign of life. */
export const WORKERS_KEY = `${PREFIX}:workers`;

/** Which runs have a coordinator, of any version: likewise. */
export const RUNS_KEY = `${PREFIX}:runs`;

/** A shard of a run, by its indexes. */
export interface ShardName {
  readonly scenario: number;
  readonly region: number;
}

/** Names of what a run keeps in Redis. */
export interface RunKeys {
  /** Present for as long as somebody waits for the run: who finds it gone stops working on it. */
  readonly alive: string;
  /** How far the shards have come that somebody works on: a hash by shard. */
  readonly progress: string;
  /** Where the results are: a hash by shard. */
  readonly results: string;
  scenario(scenario: number): string;
  file(sha256: string): string;
  chunk(of: string, chunk: number): string;
  /** `attempt` tells the results of two workers apart that were at the same shard. */
  result(shard: ShardName, attempt: string): string;
}

export function keysOfRun(runId: string): RunKeys {
  const run = `${PREFIX}:run:${runId}`;
  return {
    alive: `${run}:alive`,
    progress: `${run}:progress`,
    results: `${run}:results`,
    scenario: (scenario) => `${run}:scenario:${scenario}`,
    file: (sha256) => `${run}:file:${sha256}`,
    chunk: (of, chunk) => `${of}:${chunk}`,
    result: (shard, attempt) => `${run}:result:${fieldOf(shard)}:${attempt}`,
  };
}

/** A shard as a field of a hash. */
export function fieldOf({ scenario, region }: ShardName): string {
  return `${scenario}/${region}`;
}
