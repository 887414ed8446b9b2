import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../postgres-connection.js';
import { startTestDatabase, type TestDatabase } from './test-database.js';

describe('test databases', () => {
  const databases: TestDatabase[] = [];
  let fillings = 0;
  const template = {
    name: 'one table',
    fill: async (url: string) => {
      fillings += 1;
      await withConnection(url, (client) => client.query('CREATE TABLE vm AS SELECT 1 AS id'));
    },
  };

  beforeAll(async () => {
    databases.push(
      ...(await Promise.all([startTestDatabase(template), startTestDatabase(template), startTestDatabase()])),
    );
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });

  const countOf = (database: TestDatabase | undefined): Promise<number | null> =>
    withConnection(database?.url ?? '', (client) =>
      client.query(`SELECT FROM pg_tables WHERE tablename = 'vm'`),
    ).then((result) => result.rowCount);

  it('copies a template that is filled once for all', async () => {
    expect([await countOf(databases[0]), await countOf(databases[1]), fillings]).toEqual([1, 1, 1]);
  });

  it('is empty without a template', async () => {
    expect(await countOf(databases[2])).toBe(0);
  });

  it('is gone after close, whoever is connected', async () => {
    const database = await startTestDatabase();
    const failure = await withConnection(database.url, async (client) => {
      await database.close();
      return client.query('SELECT 1').then(
        () => 'still there',
        () => 'cut off',
      );
    });
    expect(failure).toBe('cut off');
  });
});
