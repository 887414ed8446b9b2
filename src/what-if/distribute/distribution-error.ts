import type { EngineError } from '../../engines/engine-error.js';
import type { ShardTask } from '../run/executor.js';
import { RunError } from '../run/run-error.js';
import { MOST_LOST_WORKERS } from './shard-queue.js';

function nameOf({ region, scenario }: ShardTask): string {
  return `Region ${region} of scenario ${scenario.name}`;
}

/** A shard has ended in an error at every try. */
export function shardFailed(task: ShardTask, reason: string): RunError {
  return new RunError('thread-failed', `${nameOf(task)} broke off: ${reason}`);
}

/** A shard has outlived too many workers. */
export function shardKillsWorkers(task: ShardTask): RunError {
  const times = MOST_LOST_WORKERS + 1;
  const message = `${nameOf(task)} was given up: ${times} workers in a row ended while they worked on it.`;
  return new RunError('thread-failed', message, {
    remedy: 'See whether they had enough memory; fewer VMs to a region need less.',
  });
}

export function shardGone(task: ShardTask): RunError {
  return new RunError('redis-failed', `The result of ${nameOf(task).toLowerCase()} is gone from Redis.`, {
    remedy: 'See whether Redis was restarted or evicts keys, then run it again: what is finished is kept.',
  });
}

export function runLost(): RunError {
  return new RunError('redis-failed', 'The run is gone from Redis, and its workers have given it up.', {
    remedy:
      'See whether Redis was restarted or this machine stood still, then run it again: what is finished is kept.',
  });
}

/** There is no Redis, or not one that can be used. */
export function noRedis({ sentence, remedy }: EngineError): RunError {
  return new RunError('redis-failed', sentence, { remedy });
}
