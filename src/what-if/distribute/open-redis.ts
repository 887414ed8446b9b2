import { EngineError } from '../../engines/engine-error.js';
import { startRedis } from '../../engines/start-redis.js';
import type { Environment, TorporHome } from '../../home/torpor-home.js';

/** A Redis for as long as a process uses it. */
export interface OpenRedis {
  /** With credentials: never log it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The Redis over which what-if runs are shared out: the one that `REDIS_URL` names, else the one of the home. Nothing
 * else is needed, no database either. Throws `EngineError`.
 */
export async function openRedis(home: TorporHome, env: Environment): Promise<OpenRedis> {
  const redis = await startRedis({ home, env });
  if (redis !== undefined) return redis;
  throw new EngineError('engine-missing', {
    sentence:
      'What-if runs are shared out over Redis, but REDIS_URL is not set and no redis-server was found.',
    remedy: 'Set REDIS_URL to a Redis that this machine and the workers reach, or install redis-server.',
  });
}
