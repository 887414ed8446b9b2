import type { ShardProgress } from '#libs/what-if';
import type { RunError } from '../run/run-error.js';

/** What a thread tells of the shard it was given. */
export type ShardThreadReport =
  | { readonly kind: 'progress'; readonly progress: ShardProgress }
  /** The outcome, encoded on the thread, so that the event loop of the worker stays free for its locks. */
  | { readonly kind: 'finished'; readonly bytes: Uint8Array }
  /** People can do something about it, and another try would end alike. */
  | { readonly kind: 'refused'; readonly error: Pick<RunError, 'kind' | 'message' | 'told'> }
  | { readonly kind: 'broken'; readonly message: string };
