import { Redis } from 'ioredis';
import { withConnection } from '../../src/engines/postgres-connection.js';
import { startTestDatabase } from '../../src/engines/testing/test-database.js';
import { startTestRedis } from '../../src/engines/testing/test-redis.js';
import type { QueueBackend } from '../../src/queue/create-operation-queue.js';

/** A queue's server, and what can befall it. */
export interface Ground {
  readonly backend: QueueBackend;
  /** Everything the queue has stored is gone. */
  loseEverything(): Promise<void>;
  /** Every connection breaks. */
  cutConnections(): Promise<void>;
  close(): Promise<void>;
}

export async function redisGround(): Promise<Ground> {
  const redis = await startTestRedis();
  const tell = async (...[command = '', ...rest]: readonly string[]): Promise<void> => {
    const client = new Redis(redis.url);
    await client.call(command, ...rest);
    client.disconnect();
  };
  return {
    backend: { kind: 'redis', url: redis.url },
    loseEverything: () => tell('FLUSHALL'),
    cutConnections: () => tell('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
    close: () => redis.close(),
  };
}

export async function postgresGround(): Promise<Ground> {
  const database = await startTestDatabase();
  const tell = async (sql: string): Promise<void> => {
    await withConnection(database.url, (client) => client.query(sql));
  };
  return {
    backend: { kind: 'postgres', url: database.url },
    loseEverything: () =>
      tell('TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next, bullmq.event, bullmq.meta CASCADE'),
    cutConnections: () =>
      tell(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()`),
    close: () => database.close(),
  };
}
