import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../home/torpor-home.js';
import { findPostgres, type PostgresBinaries, program } from './postgres-binaries.js';
import {
  CLUSTER_ROLE,
  closeDataDirectory,
  clusterMajor,
  clusterPassword,
  type ClusterPaths,
  clusterPaths,
  createCluster,
  dataDirectoryFor,
  SERVER_ENVIRONMENT,
  serverHolding,
} from './postgres-cluster.js';
import { withConnection } from './postgres-connection.js';
import type { PrivateServerKind } from './private-server.js';
import { accountFor } from './server-account.js';
import type { ServerCommand } from './server-process.js';

/** What distinguishes one embedded server from another. */
export interface EmbeddedPostgresOptions {
  /** Holds data, password and log. */
  readonly directory: string;
  readonly runDirectory: string;
  readonly env: Environment;
  /** Further `name=value` settings. */
  readonly settings?: readonly string[];
}

/** An embedded PostgreSQL as a private server, and the URL by which it is reached. */
export interface EmbeddedPostgres {
  readonly kind: PrivateServerKind;
  urlOn(port: number, database?: string): string;
  /** Programs that serve it; known once it was prepared by this process. */
  binaries(): PostgresBinaries | undefined;
}

/**
 * Listens on the loopback address only, with a generated password (SCRAM: the server has to prove that it knows
 * it as well, so a stranger on the port is not taken for ours). Sockets in the file system are off: their paths
 * are limited in length and none of the clients needs them.
 */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'cluster_name=torpor',
  'max_connections=200',
  // Parallel queries need more shared memory than a container has by default, and gain nothing here.
  'max_parallel_workers_per_gather=0',
  'log_checkpoints=off',
  'timezone=UTC',
] as const;

export function embeddedPostgres(options: EmbeddedPostgresOptions): EmbeddedPostgres {
  const paths = clusterPaths(options.directory);
  mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
  const urlOn = (port: number, database: string = CLUSTER_ROLE): string =>
    `postgres://${CLUSTER_ROLE}:${clusterPassword(paths)}@127.0.0.1:${port}/${database}`;
  let binaries: PostgresBinaries | undefined;
  const kind: PrivateServerKind = {
    name: 'postgres',
    title: 'PostgreSQL',
    runDirectory: options.runDirectory,
    logFile: paths.logFile,
    stopSignal: 'SIGINT',
    prepare: async (port) => {
      binaries = await prepareBinaries(paths, options.env);
      return serverCommand(paths, binaries, [...SETTINGS, `port=${port}`, ...(options.settings ?? [])]);
    },
    findStray: () => serverHolding(paths),
    isReady: (port) => isReady(urlOn(port, 'postgres')),
  };
  return { kind, urlOn, binaries: () => binaries };
}

/** Finds programs for the data, and creates the data when there is none. */
async function prepareBinaries(paths: ClusterPaths, env: Environment): Promise<PostgresBinaries> {
  const account = accountFor(paths.data);
  const major = clusterMajor(paths);
  const binaries = await findPostgres({ env, account, ...(major === undefined ? {} : { major }) });
  if (major === undefined) await createCluster(paths, binaries, account);
  else closeDataDirectory(paths);
  return binaries;
}

function serverCommand(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  settings: readonly string[],
): ServerCommand {
  const account = accountFor(paths.data);
  return {
    file: join(binaries.directory, program('postgres')),
    arguments: [
      '-D',
      dataDirectoryFor(account, paths.data),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    workingDirectory: paths.data,
    environment: SERVER_ENVIRONMENT,
    account,
    logFile: paths.logFile,
  };
}

/** Whether our server answers, and takes statements: it does not while it starts, recovers or stops. */
async function isReady(url: string): Promise<boolean> {
  return withConnection(url, (client) => client.query('SELECT 1')).then(
    () => true,
    () => false,
  );
}
