import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { memoryMapOf } from '#libs/linux-guest';
import { startTestDatabase, type TestDatabase } from '../../src/engines/testing/test-database.js';
import { MIGRATIONS, openDataSource } from '../../src/persistence/data-source.js';

const ID = '5f0e3b44-9f10-4c8e-8c4e-000000000001';

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

it('TORPOR-3 keeps images and guests that were stored before there were faults', async () => {
  const older = await startTestDatabase();
  const database = await openDataSource(older.url);
  try {
    // Back to the schema before the fourth migration.
    for (let undone = 3; undone < MIGRATIONS.length; undone++) await database.undoLastMigration();
    await database.query(
      `insert into resource_group (id, subscription_id, name, name_key, location)
       values ($1, 'subscription', 'g', 'g', 'eastus')`,
      [ID],
    );
    await database.query(
      `insert into disk (id, group_id, name, name_key, location, etag, sku, size_gib, supports_hibernation,
                         properties, image)
       values ($1, $1, 'os', 'os', 'eastus', $1, 'Premium_LRS', 64, true, '{}', $2)`,
      [
        ID,
        JSON.stringify({ memoryMib: 8_192, imageBytes: 1, guest: { bootId: 'b', profile: { swapMib: 7 } } }),
      ],
    );
    await database.runMigrations();
    const [{ image }] = await database.query('select image from disk');
    expect(image).toEqual({
      memoryMib: 8_192,
      imageBytes: 1,
      facsSignature: 0,
      isStale: false,
      memoryMap: memoryMapOf({ memoryMib: 8_192, firmware: '1', scsiDisks: 1, devices: [] }),
      guest: {
        bootId: 'b',
        clock: 'host-time',
        profile: {
          swapMib: 7,
          anonymousMib: 0,
          userSpaceChecks: [],
          mountsTemporaryDisk: false,
          rootOnDda: false,
        },
      },
    });
  } finally {
    await database.destroy();
    await older.close();
  }
});
