import { Redis } from 'ioredis';
import { EngineError, reasonOf } from './engine-error.js';
import { isAtLeast, OLDEST_REDIS } from './redis-binary.js';

const CONNECT_PATIENCE_MS = 5_000;

/** What a Redis server says of itself. */
export interface RedisFacts {
  readonly version: string;
  /** What it does when its memory is full, such as `noeviction`. */
  readonly maxmemoryPolicy: string;
}

/** Runs `work` on a connection of its own, which is tried once and not made again. */
export async function withRedis<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_PATIENCE_MS,
    enableOfflineQueue: false,
  });
  // The reason of a failed connection comes as an event; the rejection only says that the connection is closed.
  let reason: Error | undefined;
  client.on('error', (error: Error) => (reason ??= error));
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
}

export async function redisFacts(url: string): Promise<RedisFacts> {
  const info = await withRedis(url, (client) => client.info());
  const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  return { version: field('redis_version'), maxmemoryPolicy: field('maxmemory_policy') };
}

/**
 * Checks a Redis that somebody else runs: that it answers, lets us in, and is new enough. Throws EngineError; the
 * URL's password appears in none of them.
 */
export async function checkRedis(url: string): Promise<RedisFacts> {
  const address = describeAddress(url);
  let facts: RedisFacts;
  try {
    facts = await redisFacts(url);
  } catch (cause) {
    throw new EngineError('engine-unreachable', {
      sentence: `Redis at ${address} cannot be used: ${reasonOf(cause)}.`,
      remedy: 'Check host, port and password in REDIS_URL, and that the server is running.',
      cause,
    });
  }
  if (!isAtLeast(facts.version, OLDEST_REDIS)) {
    throw new EngineError('engine-too-old', {
      sentence: `Redis at ${address} is version ${facts.version || 'unknown'}; the oldest that is supported is ${OLDEST_REDIS}.`,
    });
  }
  return facts;
}

/** Host and database of a URL, without its credentials. Throws EngineError for a text that is no URL. */
function describeAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (protocol === 'redis:' || protocol === 'rediss:') return `${host}${pathname}`;
  } catch {
    // Reported below like any other text that is no address of a server.
  }
  throw new EngineError('engine-unreachable', {
    sentence: 'REDIS_URL is not a Redis URL.',
    remedy: 'Write it as redis://:password@host:6379, or rediss:// for TLS.',
  });
}
