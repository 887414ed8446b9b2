import { join } from 'node:path';
import { SILENT_LOG } from '../engine-log.js';
import { embeddedPostgres } from '../postgres-server.js';
import { openPrivateServer } from '../private-server.js';
import { testRun } from './test-run.js';

/** A throw-away PostgreSQL that all processes of a test run share. */
export interface TestCluster {
  /** URL of one of its databases. */
  urlOf(database: string): string;
}

/** Nothing here has to survive a crash of the machine. */
const FAST_SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=4GB',
];

let cluster: Promise<TestCluster> | undefined;

/** The cluster of this test run, started at the first call. */
export function testCluster(): Promise<TestCluster> {
  return (cluster ??= openCluster());
}

async function openCluster(): Promise<TestCluster> {
  const { runner, directory } = testRun();
  const postgres = embeddedPostgres({
    directory: join(directory, 'postgres'),
    runDirectory: directory,
    env: process.env,
    settings: FAST_SETTINGS,
  });
  const server = await openPrivateServer(postgres.kind, SILENT_LOG, runner);
  return { urlOf: (database) => postgres.urlOn(server.port, database) };
}
