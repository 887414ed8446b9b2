import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type PostgresConnectionOptions,
} from 'bullmq';

/** Where a queue lives. The URL carries credentials. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  readonly url: string;
}

/** How the two halves of a queue reach its server. */
export interface QueueConnections<Backend extends IQueueBackend, Connection> {
  readonly factory: BackendFactory<Backend, Connection>;
  /** For adding: fails within seconds, since a request may wait for it and operations can be added later. */
  readonly producer: Connection;
  /** For working: waits for as long as the server is away. */
  readonly consumer: Connection;
}

const RECONNECT_STEP_MS = 50;
const LONGEST_RECONNECT_PAUSE_MS = 500;
/** Also how long an add may wait for one of the producer's connections when very many come at once. */
const PRODUCER_CONNECT_PATIENCE_MS = 10_000;

export function redisConnections(
  url: string,
): QueueConnections<ReturnType<typeof createRedisBackend>, ConnectionOptions> {
  const server = {
    ...redisAddress(new URL(url)),
    retryStrategy: (attempt: number) => Math.min(attempt * RECONNECT_STEP_MS, LONGEST_RECONNECT_PAUSE_MS),
  };
  return {
    factory: createRedisBackend as unknown as BackendFactory<
      ReturnType<typeof createRedisBackend>,
      ConnectionOptions
    >,
    producer: { ...server, maxRetriesPerRequest: 1 },
    consumer: { ...server, maxRetriesPerRequest: null },
  };
}

/**
 * The tables live in a schema of their own, `bullmq`, which the first process to connect creates. The queue's
 * transactions do not wait for the disk: a crash of the server may undo the last of them, which is a loss that the
 * queue is allowed to suffer, and they are several times faster.
 */
export function postgresConnections(
  url: string,
): QueueConnections<ReturnType<typeof createPostgresBackend>, PostgresConnectionOptions> {
  const server = {
    connectionString: url,
    migrate: true,
    keepAlive: true,
    application_name: 'torpor-queue',
    options: '-c synchronous_commit=off',
  };
  return {
    factory: createPostgresBackend,
    producer: { ...server, max: 6, connectionTimeoutMillis: PRODUCER_CONNECT_PATIENCE_MS },
    consumer: { ...server, max: 10 },
  };
}

/** `redis://user:password@host:6379/2`; `rediss:` means TLS. */
function redisAddress(url: URL): ConnectionOptions {
  const database = Number(url.pathname.slice(1) || 0);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: Number(url.port || 6379),
    db: Number.isInteger(database) ? database : 0,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
