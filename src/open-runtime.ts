import type { Logger } from 'pino';
import { loadCatalogue } from './catalogue/load-catalogue.js';
import { startEngines } from './engines/start-engines.js';
import type { Environment, TorporHome } from './home/torpor-home.js';
import { seedBuiltInProfiles } from './guest-profiles/seed-built-ins.js';
import { OperationLocks } from './operations/operation-locks.js';
import { openDataSource } from './persistence/data-source.js';
import type { Runtime } from './platform.module.js';
import { seedBuiltInPolicies } from './policies/seed-built-ins.js';
import { createOperationQueue } from './queue/create-operation-queue.js';

export interface OpenRuntime extends Runtime {
  /** What the queue runs on, for people. */
  readonly queueKind: 'redis' | 'postgres';
  /** Present where the queue is in Redis. */
  readonly redisUrl?: string;
  close(): Promise<void>;
}

/**
 * Starts or finds the engines, brings the schema up to date, and opens what a process needs of them. Throws
 * `EngineError`; what was opened by then is closed again.
 */
export async function openRuntime(options: {
  readonly home: TorporHome;
  readonly env: Environment;
  readonly logger: Logger;
}): Promise<OpenRuntime> {
  const { home, env, logger } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const engines = await startEngines({ home, env, log: logger });
    closers.push(() => engines.close());
    const { url } = engines.postgres;
    const database = await openDataSource(url);
    closers.push(() => database.destroy());
    await seedBuiltInPolicies(database);
    await seedBuiltInProfiles(database);
    const locks = new OperationLocks(url);
    closers.push(() => locks.close());
    const queue = createOperationQueue(engines.queue, {
      onError: (error) => logger.warn({ err: error }, 'queue'),
    });
    closers.push(() => queue.close());
    await queue.waitUntilReady();
    const { kind: queueKind } = engines.queue;
    const runtime = { database, queue, locks, catalogue: loadCatalogue(), logger, queueKind, close };
    return engines.redis === undefined ? runtime : { ...runtime, redisUrl: engines.redis.url };
  } catch (error) {
    await close();
    throw error;
  }
}
