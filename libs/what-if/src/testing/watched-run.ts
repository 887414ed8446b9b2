import { runShard } from '../engine/run-shard.js';
import type { ShardInput, ShardOutcome, WatchedAct } from '../engine/shard.js';

export interface ToldAct extends WatchedAct {
  readonly vm: number;
}

/** What a run came to, and every act of every VM of it, VM after VM: it is run once for each. */
export function watchedRun(input: ShardInput): {
  readonly outcome: ShardOutcome;
  readonly acts: readonly ToldAct[];
} {
  const outcome = runShard({ ...input, keepsVms: true });
  const acts: ToldAct[] = [];
  for (let vm = 0; vm < input.fleet.vms; vm++) {
    for (const act of runShard({ ...input, watch: vm }).watched!) acts.push({ ...act, vm });
  }
  return { outcome, acts };
}

/** The acts of one VM as `06:00:02.500 placed 3`. */
export function toldBriefly(input: ShardInput, watch = 0): readonly string[] {
  return runShard({ ...input, watch }).watched!.map(({ atMs, act, host }) =>
    [clock(atMs), act, ...(host === undefined ? [] : [`host ${host}`])].join(' '),
  );
}

/** `30:00:02`, with milliseconds where there are some. */
export function clock(atMs: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = `${two(atMs / 3_600_000)}:${two((atMs / 60_000) % 60)}:${two((atMs / 1000) % 60)}`;
  return atMs % 1000 === 0 ? seconds : `${seconds}.${String(atMs % 1000).padStart(3, '0')}`;
}
