import { DataSource } from 'typeorm';
import { PreparingClient } from './preparing-client.js';
import { FirstSchema1700000000001 } from './migrations/0001-first-schema.js';
import { ArmResources1700000000002 } from './migrations/0002-arm-resources.js';
import { Jobs1700000000003 } from './migrations/0003-jobs.js';
import { Faults1700000000004 } from './migrations/0004-faults.js';
import { Identity1700000000005 } from './migrations/0005-identity.js';
import { NetworkExtras1700000000006 } from './migrations/0006-network-extras.js';
import { Extensions1700000000007 } from './migrations/0007-extensions.js';
import { Deployments1700000000008 } from './migrations/0008-deployments.js';
import { ArmedFaults1700000000009 } from './migrations/0009-armed-faults.js';
import { KeptScopes1700000000010 } from './migrations/0010-kept-scopes.js';
import { WhatIfRuns1700000000011 } from './migrations/0011-what-if-runs.js';

/** How many connections one process opens; a pipeline step needs one at a time, briefly. */
const POOL_SIZE = 16;

/** Migrations in order. Hand-written, tested up and down; `synchronize` is never used. */
export const MIGRATIONS = [
  FirstSchema1700000000001,
  ArmResources1700000000002,
  Jobs1700000000003,
  Faults1700000000004,
  Identity1700000000005,
  NetworkExtras1700000000006,
  Extensions1700000000007,
  Deployments1700000000008,
  ArmedFaults1700000000009,
  KeptScopes1700000000010,
  WhatIfRuns1700000000011,
];

/** Connects and brings the schema up to date. Two processes may start at once: the migration takes a lock. */
export async function openDataSource(url: string, options: { poolSize?: number } = {}): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    synchronize: false,
    poolSize: options.poolSize ?? POOL_SIZE,
    applicationName: 'torpor',
    extra: { Client: PreparingClient },
  });
  await dataSource.initialize();
  await migrate(dataSource);
  return dataSource;
}

/** Any number will do, as long as every process uses the same. */
const MIGRATION_LOCK = 7_067_901;

async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
