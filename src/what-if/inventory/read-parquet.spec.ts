import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { draw, streamBase, type ListedFleet } from '#libs/what-if';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSha256 } from './file-content.js';
import { InventoryError } from './inventory-error.js';
import { writeInventoryCsv, writeInventoryParquet, type InventoryRow } from './inventory-files.js';
import { loadListedFleet } from './load-listed-fleet.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { aListedFleet, LISTED_GROUPS, vmsOf } from './testing/listed-fleets.js';
import { GENERATED_NAMES, writeInventory } from './testing/write-inventory.js';

const GROUPS = LISTED_GROUPS;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-parquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function specOf(name: string, spec: Partial<ListedFleet> = {}): Promise<ListedFleet> {
  const path = join(folder, name);
  const format = name.endsWith('.csv') ? 'csv' : 'parquet';
  return aListedFleet({ format, path, sha256: await fileSha256(path), ...spec });
}

async function load(name: string, spec: Partial<ListedFleet> = {}): Promise<LoadedFleet> {
  return loadListedFleet(await specOf(name, spec), GROUPS, 7);
}

async function problemsOf(loaded: Promise<unknown>): Promise<string> {
  const error: unknown = await loaded.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(InventoryError);
  return (error as InventoryError).message.replaceAll(folder, '');
}

const ROWS: readonly InventoryRow[] = [
  { name: 'größe-1', region: 'west', size: 'Standard_D4s_v5', nics: 2, acceleratedNics: 1, pinned: true },
  { name: 'vm, "2"', tenant: 't', group: 'night', image: 'debian-13', dataDisks: 3, arrives: 60 },
  {
    name: 'vm-3',
    region: 'west',
    osDiskGib: 512,
    osDiskSku: 'Premium_LRS',
    hibernationEnabled: false,
    leaves: 90,
  },
  { name: 'vm-4' },
];

describe('a fleet from Parquet', () => {
  it('is the same as from CSV', async () => {
    await writeInventoryCsv(join(folder, 'rows.csv'), ROWS);
    await writeInventoryParquet(join(folder, 'rows.parquet'), ROWS);
    const [csv, parquet] = [await load('rows.csv'), await load('rows.parquet')];
    expect(vmsOf(parquet)).toEqual(vmsOf(csv));
    expect(vmsOf(parquet).map(({ name, region, make }) => [name, region, make?.name])).toEqual([
      ['größe-1', 'west', 'Standard_D4s_v5, 2 NICs (1 accelerated)'],
      ['vm-3', 'west', 'Standard_D2s_v5, OS disk 512 GiB Premium_LRS, hibernation off'],
      ['vm, "2"', 'eastus', 'Standard_D2s_v5, debian-13, 3 data disks'],
      ['vm-4', 'eastus', 'Standard_D2s_v5'],
    ]);
    expect(parquet.report).toEqual({ rows: 4, skipped: 0, problems: [], unusedColumns: [], notes: [] });
  });

  it('is the same over several row groups, and surveyed alike', async () => {
    await writeInventory(join(folder, 'many.parquet'), 250_000, 7);
    const loaded = await load('many.parquet');
    const drawn = (stream: number, texts: readonly string[]) => (row: number) =>
      texts[draw(streamBase(7, stream), row) % texts.length]!;
    const [regionAt, sizeAt] = [drawn(1, GENERATED_NAMES.regions), drawn(4, GENERATED_NAMES.sizes)];
    const rows = Array.from({ length: 250_000 }, (_, row) => row);
    const regions = [...new Set(rows.map(regionAt))];
    const expected = regions.flatMap((region) => rows.filter((row) => regionAt(row) === region));
    const found = vmsOf(loaded);
    expect(found.map(({ name }) => name)).toEqual(expected.map((row) => `vm-${row}`));
    expect(found.map(({ region }) => region)).toEqual(expected.map(regionAt));
    expect(found.map(({ make }) => make?.size.name)).toEqual(expected.map(sizeAt));
  });

  it('reads texts where it looks for numbers, numbers as large as others write them, and points in time', async () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
    await writeFile(
      join(folder, 'types.parquet'),
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'name', data: ['a', 'b'], type: 'STRING' },
            { name: 'nics', data: ['1', '2'], type: 'STRING' },
            { name: 'dataDisks', data: [1n, null], type: 'INT64' },
            { name: 'osDiskGib', data: [64, Number.NaN], type: 'DOUBLE' },
            { name: 'hibernationEnabled', data: [true, false], type: 'BOOLEAN' },
            { name: 'arrives', data: [at(3), at(1)], type: 'TIMESTAMP' },
          ],
        }),
      ),
    );
    const found = vmsOf(await load('types.parquet')).map(({ arrivesMs, make }) => [
      arrivesMs,
      make?.nics.length,
      make?.dataDisks,
      make?.osDisk.sizeGib,
      make?.hibernationEnabled,
    ]);
    expect(found).toEqual([
      [3 * 3_600_000, 1, 1, 64, true],
      [3_600_000, 2, 0, 128, false],
    ]);
  });

  it('tells bad rows by their number', async () => {
    const rows = Array.from({ length: 100_002 }, (_, at) => ({
      name: `vm-${at}`,
      nics: at === 100_001 ? 65 : 1,
    }));
    await writeInventoryParquet(join(folder, 'bad.parquet'), [{ name: '' }, ...rows]);
    expect(await problemsOf(load('bad.parquet'))).toBe(
      [
        '/bad.parquet: 2 bad rows',
        'row 1, column name: "" is empty',
        'row 100003, column nics: "65" is not a whole number from 1 to 64',
      ].join('\n  '),
    );
  });

  it.each<[string, Parameters<typeof parquetWriteBuffer>[0]['columnData'], string]>([
    ['no names', [{ name: 'size', data: ['x'], type: 'STRING' }], 'there is no column name'],
    ['numbers for names', [{ name: 'name', data: [1], type: 'INT32' }], 'column name does not hold texts'],
  ])('is refused with %s', async (name, columnData, reason) => {
    await writeFile(join(folder, `${name}.parquet`), new Uint8Array(parquetWriteBuffer({ columnData })));
    expect(await problemsOf(load(`${name}.parquet`))).toBe(`/${name}.parquet: ${reason}`);
  });

  it('is refused when it is damaged', async () => {
    await writeInventoryParquet(join(folder, 'whole.parquet'), ROWS);
    const bytes = await readFile(join(folder, 'whole.parquet'));
    await writeFile(join(folder, 'cut.parquet'), bytes.subarray(0, bytes.length - 9));
    expect(await problemsOf(load('cut.parquet'))).toBe('/cut.parquet: the file does not end in PAR1');
  });
});
