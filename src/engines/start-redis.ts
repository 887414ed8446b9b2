import type { Environment, TorporHome } from '../home/torpor-home.js';
import { type EngineLog, SILENT_LOG } from './engine-log.js';
import { openPrivateServer } from './private-server.js';
import { findRedis } from './redis-binary.js';
import { checkRedis, redisFacts } from './redis-connection.js';
import { privateRedis } from './redis-server.js';

/** A Redis that is ready for use. */
export interface RedisEngine {
  /** Connection URL with credentials. Never log it. */
  readonly url: string;
  /** `external`: named by REDIS_URL. `private`: run by the processes of this home. */
  readonly origin: 'external' | 'private';
  /** As in "7.0.15". */
  readonly version: string;
  /** What is unwise about its settings, one sentence each. */
  readonly warnings: readonly string[];
  /** Gives the engine up: a private server is stopped by the last process that does. */
  close(): Promise<void>;
}

/**
 * The Redis for this installation: the one that `REDIS_URL` names, or one that is run in the home if the machine
 * has the program. Undefined when there is neither: the queue then lives in PostgreSQL. Throws EngineError.
 */
export async function startRedis(options: {
  readonly home: TorporHome;
  readonly env?: Environment;
  readonly log?: EngineLog;
}): Promise<RedisEngine | undefined> {
  const { home, env = process.env, log = SILENT_LOG } = options;
  const url = env['REDIS_URL'];
  if (url) {
    const facts = await checkRedis(url);
    const warnings = warningsFor(facts.maxmemoryPolicy);
    for (const warning of warnings) log.warn(warning);
    return { url, origin: 'external', version: facts.version, warnings, close: () => Promise.resolve() };
  }
  const binary = await findRedis(env);
  if (binary === undefined) return undefined;
  const redis = privateRedis({ directory: home.redisDirectory, runDirectory: home.runDirectory, binary });
  const server = await openPrivateServer(redis.kind, log);
  const privateUrl = redis.urlOn(server.port);
  const { version } = await redisFacts(privateUrl);
  return { url: privateUrl, origin: 'private', version, warnings: [], close: () => server.close() };
}

/** Redis may be told to drop keys when memory is short; a queue then loses jobs until they are queued again. */
function warningsFor(maxmemoryPolicy: string): readonly string[] {
  return maxmemoryPolicy === '' || maxmemoryPolicy === 'noeviction'
    ? []
    : [`Redis evicts keys when its memory is full (${maxmemoryPolicy}); set maxmemory-policy to noeviction.`];
}
