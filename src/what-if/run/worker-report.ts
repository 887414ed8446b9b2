import type { ShardProgress } from '#libs/what-if';
import type { FinishedShard } from './executor.js';
import type { RunError } from './run-error.js';

/** What a thread tells of the task it was given. */
export type WorkerReport =
  | { readonly kind: 'progress'; readonly progress: ShardProgress }
  | { readonly kind: 'finished'; readonly shard: FinishedShard }
  /** People can do something about it. */
  | { readonly kind: 'refused'; readonly error: Pick<RunError, 'kind' | 'message' | 'told'> }
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string };
