import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { startTestDatabase, type TestDatabase } from '../../src/engines/testing/test-database.js';
import { MIGRATIONS, openDataSource } from '../../src/persistence/data-source.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

/** Columns, constraints and indexes: what a schema is. */
async function schemaOf(database: DataSource): Promise<unknown> {
  return [
    await database.query(
      `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
        where table_schema = 'public' and table_name <> 'migrations' order by table_name, column_name`,
    ),
    await database.query(
      `select conrelid::regclass::text as on_table, conname, pg_get_constraintdef(oid) as definition from pg_constraint
        where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'migrations' order by 1, 2`,
    ),
    await database.query(
      `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migrations' order by 1`,
    ),
  ];
}

it('migrates up, all the way down, and up again to the same schema', async () => {
  const database = await openDataSource(test.url);
  try {
    const up = await schemaOf(database);
    for (let undone = 0; undone < MIGRATIONS.length; undone++) await database.undoLastMigration();
    expect(await schemaOf(database)).toEqual([[], [], []]);
    await database.runMigrations();
    expect(await schemaOf(database)).toEqual(up);
  } finally {
    await database.destroy();
  }
});

it('may be started by several processes at once', async () => {
  const other = await startTestDatabase();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openDataSource(other.url)));
  const [first] = opened;
  const applied: unknown[] = (await first?.query('select name from migrations')) ?? [];
  expect(applied).toHaveLength(MIGRATIONS.length);
  await Promise.all(opened.map((database) => database.destroy()));
  await other.close();
});
