import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnValues } from './column-pages.js';
import type { TableColumn } from './table-column.js';
import { ROWS_OF_GROUP, writeTable } from './table-file.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'vm', type: 'count' },
  { name: 'name', type: 'text' },
  { name: 'group', type: 'text', isNullable: true },
  { name: 'few', type: 'count' },
  { name: 'many', type: 'count', isNullable: true },
  { name: 'usd', type: 'real', isNullable: true },
  { name: 'ms', type: 'integer' },
  { name: 'pinned', type: 'flag', isNullable: true },
];
const GROUPS = ['office', 'night', 'Büro'];

const values: readonly ColumnValues[] = [
  { kind: 'sequence', first: 40 },
  { kind: 'texts', textAt: (row) => (row % 1000 === 999 ? `größe-${row}` : `vm-${row}`) },
  { kind: 'coded', codeAt: (row) => (row % 4) - 1, textOf: (code) => GROUPS[code]! },
  { kind: 'numbers', numberAt: (row) => row % 7 },
  { kind: 'numbers', numberAt: (row) => (row % 5 === 0 ? Number.NaN : 4_000_000_000 + row) },
  { kind: 'numbers', numberAt: (row) => (row % 2 === 0 ? Number.NaN : row / 3) },
  { kind: 'numbers', numberAt: (row) => row * 3_000_000_000 },
  { kind: 'flags', flagAt: (row) => (row % 3) - 1 },
];

function rowAt(row: number) {
  return {
    vm: 40 + row,
    name: row % 1000 === 999 ? `größe-${row}` : `vm-${row}`,
    group: row % 4 === 0 ? null : GROUPS[(row % 4) - 1]!,
    few: row % 7,
    many: row % 5 === 0 ? null : 4_000_000_000 + row,
    usd: row % 2 === 0 ? null : row / 3,
    ms: BigInt(row * 3_000_000_000),
    pinned: row % 3 === 0 ? null : row % 3 === 2,
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a table in a Parquet file', () => {
  it('has every value of every type, in row groups of limited size', async () => {
    const path = join(folder, 'all.parquet');
    const rows = 2 * ROWS_OF_GROUP + 17;
    await writeTable(path, COLUMNS, { seed: '7', scenario: 'azure' }, (table) => table.append(rows, values));
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.row_groups.map(({ num_rows }) => num_rows)).toEqual([100_000n, 100_000n, 17n]);
    expect(metadata.key_value_metadata).toEqual([
      { key: 'seed', value: '7' },
      { key: 'scenario', value: 'azure' },
    ]);
    for (const [rowStart, rowEnd] of [
      [0, 1500],
      [ROWS_OF_GROUP - 3, ROWS_OF_GROUP + 1005],
      [rows - 20, rows],
    ] as const) {
      const read = await parquetReadObjects({ file, metadata, rowStart, rowEnd });
      expect(read).toEqual(Array.from({ length: rowEnd - rowStart }, (_, at) => rowAt(rowStart + at)));
    }
  });

  it('states how many values are null, and between which bounds the others lie', async () => {
    const path = join(folder, 'bounds.parquet');
    await writeTable(path, COLUMNS, {}, (table) => table.append(10, values));
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path));
    const statistics = metadata.row_groups[0]!.columns.map(({ meta_data }) => {
      const { null_count, min_value, max_value } = meta_data!.statistics!;
      return [meta_data!.path_in_schema[0], null_count, min_value, max_value];
    });
    expect(statistics).toEqual([
      ['vm', 0n, 40, 49],
      ['name', 0n, undefined, undefined],
      ['group', 3n, undefined, undefined],
      ['few', 0n, 0, 6],
      ['many', 2n, 4_000_000_001, 4_000_000_009],
      ['usd', 5n, 1 / 3, 3],
      ['ms', 0n, 0n, 27_000_000_000n],
      ['pinned', 4n, undefined, undefined],
    ]);
  });

  it.each([1, 7, 8, 9])('keeps %i rows of which all are null', async (rows) => {
    const path = join(folder, `null-${rows}.parquet`);
    const columns: readonly TableColumn[] = [
      { name: 'group', type: 'text', isNullable: true },
      { name: 'usd', type: 'real', isNullable: true },
      { name: 'pinned', type: 'flag', isNullable: true },
    ];
    await writeTable(path, columns, {}, (table) =>
      table.append(rows, [
        { kind: 'coded', codeAt: () => -1, textOf: () => '' },
        { kind: 'numbers', numberAt: () => Number.NaN },
        { kind: 'flags', flagAt: () => -1 },
      ]),
    );
    const read = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    expect(read).toEqual(Array.from({ length: rows }, () => ({ group: null, usd: null, pinned: null })));
  });

  it('has the same bytes for the same rows', async () => {
    const paths = ['once', 'again'].map((name) => join(folder, `${name}.parquet`));
    for (const path of paths) {
      await writeTable(path, COLUMNS, { seed: '7' }, (table) => table.append(5000, values));
    }
    const [once, again] = await Promise.all(paths.map((path) => readFile(path)));
    expect(once!.equals(again!)).toBe(true);
  });

  it('leaves nothing behind when a row cannot be made', async () => {
    const path = join(folder, 'broken.parquet');
    const broken: ColumnValues = {
      kind: 'texts',
      textAt: () => {
        throw new Error('no name');
      },
    };
    const written = writeTable(path, [COLUMNS[1]!], {}, (table) => table.append(1, [broken]));
    await expect(written).rejects.toThrow('no name');
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
  });
});
