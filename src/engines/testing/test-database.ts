import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { withConnection } from '../postgres-connection.js';
import { testCluster } from './test-cluster.js';

/** What a fresh database holds. Databases that name the same template are copies of one that was filled once. */
export interface DatabaseTemplate {
  /** Name of the content, such as a hash over the migrations. */
  readonly name: string;
  /** Fills an empty database; it must close its connections. */
  readonly fill: (url: string) => Promise<void>;
}

/** A database of one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Drops it, cutting off whoever is still connected. */
  close(): Promise<void>;
}

/** A new database in the test run's own PostgreSQL: empty, or a copy of the template. */
export async function startTestDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const cluster = await testCluster();
  const adminUrl = cluster.urlOf('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const source = template === undefined ? 'template0' : await filledTemplate(template);
  await withConnection(adminUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY wal_log`),
  );
  return {
    url: cluster.urlOf(name),
    close: () =>
      withConnection(adminUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Name of the database that holds the template's content; the first caller of a run fills it. */
async function filledTemplate(template: DatabaseTemplate): Promise<string> {
  const cluster = await testCluster();
  const name = `template_${Buffer.from(template.name).toString('hex').slice(0, 50)}`;
  await withConnection(cluster.urlOf('postgres'), async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    if (await isFinished(client, name)) return;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY wal_log`);
    await template.fill(cluster.urlOf(name));
    await client.query(`ALTER DATABASE ${name} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  });
  return name;
}

async function isFinished(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ finished: boolean }>(
    'SELECT datistemplate AS finished FROM pg_database WHERE datname = $1',
    [name],
  );
  return rows[0]?.finished ?? false;
}
