import { join } from 'node:path';
import { identityOf } from '../home/process-identity.js';
import { withProcessLock } from '../home/process-lock.js';
import type { Environment, TorporHome } from '../home/torpor-home.js';
import { EngineError } from './engine-error.js';
import { type EngineLog, SILENT_LOG } from './engine-log.js';
import { liveLeases, takeLease } from './leases.js';
import { type PostgresEngine, startPostgres } from './start-postgres.js';
import { type RedisEngine, startRedis } from './start-redis.js';

/** Where the queue lives. */
export interface QueueEngine {
  readonly kind: 'redis' | 'postgres';
  readonly url: string;
}

/** Everything the product runs on. */
export interface Engines {
  readonly postgres: PostgresEngine;
  /** Absent when the queue lives in PostgreSQL. */
  readonly redis?: RedisEngine;
  readonly queue: QueueEngine;
  /** Gives up all engines, in the reverse of the order they were started in. */
  close(): Promise<void>;
}

interface StartOptions {
  readonly home: TorporHome;
  readonly env?: Environment;
  readonly log?: EngineLog;
}

/**
 * Starts or finds PostgreSQL, and Redis if the queue is to live there: `TORPOR_QUEUE` (`redis` or `postgres`)
 * decides, else Redis is taken when `REDIS_URL` names one or the machine has the program. Throws EngineError.
 */
export async function startEngines(options: StartOptions): Promise<Engines> {
  const { home, env = process.env, log = SILENT_LOG } = options;
  const wanted = wantedQueue(env);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const postgres = await startPostgres({ home, env, log });
    closers.push(postgres.close);
    const redis = wanted === 'postgres' ? undefined : await startRedis({ home, env, log });
    if (redis !== undefined) closers.push(redis.close);
    if (wanted === 'redis' && redis === undefined) throw redisMissing();
    const queue: QueueEngine =
      redis === undefined ? { kind: 'postgres', url: postgres.url } : { kind: 'redis', url: redis.url };
    if (postgres.origin === 'embedded') closers.push(await agreeOnQueue(home, queue));
    return { postgres, queue, close, ...(redis === undefined ? {} : { redis }) };
  } catch (error) {
    await close();
    throw error;
  }
}

function wantedQueue(env: Environment): 'redis' | 'postgres' | 'either' {
  const value = env['TORPOR_QUEUE'] || 'either';
  if (value === 'redis' || value === 'postgres' || value === 'either') return value;
  throw new EngineError('engine-missing', {
    sentence: `TORPOR_QUEUE is "${value}", which is no queue.`,
    remedy: 'Set it to redis or postgres, or unset it.',
  });
}

function redisMissing(): EngineError {
  return new EngineError('engine-missing', {
    sentence:
      'TORPOR_QUEUE asks for Redis, but REDIS_URL is not set and no redis-server or valkey-server was found.',
    remedy: 'Install redis-server, set REDIS_URL to a running one, or set TORPOR_QUEUE to postgres.',
  });
}

/**
 * Processes that share an embedded database must share the queue as well: what one adds, another could not see.
 * Each notes where its queue is for as long as it runs.
 */
async function agreeOnQueue(home: TorporHome, queue: QueueEngine): Promise<() => Promise<void>> {
  const directory = join(home.runDirectory, 'queue.users');
  const lock = join(home.runDirectory, 'queue.lock');
  const place = queue.kind === 'redis' ? `Redis at ${new URL(queue.url).host}` : 'PostgreSQL';
  const giveUp = await withProcessLock(lock, async () => {
    const other = liveLeases(directory).find(({ note }) => note !== place);
    if (other === undefined) return takeLease(directory, identityOf(process.pid), place);
    throw new EngineError('engine-unreachable', {
      sentence: `Process ${other.user.pid}, which has the same home, has its queue in ${other.note}; this one would have it in ${place}.`,
      remedy: 'Start all processes of a home with the same TORPOR_QUEUE, REDIS_URL and PATH.',
    });
  });
  return () => Promise.resolve(giveUp());
}
