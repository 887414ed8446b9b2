import type { Environment, TorporHome } from '../home/torpor-home.js';
import { type EngineLog, SILENT_LOG } from './engine-log.js';
import { checkPostgres, readableVersion, serverVersion, withConnection } from './postgres-connection.js';
import { CLUSTER_ROLE } from './postgres-cluster.js';
import { embeddedPostgres } from './postgres-server.js';
import { openPrivateServer } from './private-server.js';

/** A PostgreSQL that is ready for use. */
export interface PostgresEngine {
  /** Connection URL with credentials: for `pg`, TypeORM and BullMQ alike. Never log it. */
  readonly url: string;
  /** `external`: named by DATABASE_URL. `embedded`: run by the processes of this home. */
  readonly origin: 'external' | 'embedded';
  /** As in "18.4". */
  readonly version: string;
  /** Gives the engine up: an embedded server is stopped by the last process that does. */
  close(): Promise<void>;
}

/**
 * The PostgreSQL for this installation: the one that `DATABASE_URL` names, or one that is run in the home for as
 * long as a process uses it. Throws EngineError.
 */
export async function startPostgres(options: {
  readonly home: TorporHome;
  readonly env?: Environment;
  readonly log?: EngineLog;
}): Promise<PostgresEngine> {
  const { home, env = process.env, log = SILENT_LOG } = options;
  const url = env['DATABASE_URL'];
  if (url) {
    const version = readableVersion(await checkPostgres(url));
    return { url, origin: 'external', version, close: () => Promise.resolve() };
  }
  const postgres = embeddedPostgres({
    directory: home.postgresDirectory,
    runDirectory: home.runDirectory,
    env,
  });
  const server = await openPrivateServer(postgres.kind, log);
  try {
    await createDatabase(postgres.urlOn(server.port, 'postgres'));
    const embeddedUrl = postgres.urlOn(server.port);
    const version = readableVersion(await withConnection(embeddedUrl, serverVersion));
    return { url: embeddedUrl, origin: 'embedded', version, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Creates the product's database unless it exists. Two processes may find it missing at once. */
async function createDatabase(adminUrl: string): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', ['torpor:create-database']);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [CLUSTER_ROLE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${CLUSTER_ROLE} STRATEGY wal_log`);
  });
}
