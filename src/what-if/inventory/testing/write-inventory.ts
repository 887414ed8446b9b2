import { draw, streamBase } from '#libs/what-if';
import type { ColumnValues } from '../../parquet/column-pages.js';
import { writeTable } from '../../parquet/table-file.js';
import { INVENTORY_TABLE } from '../inventory-files.js';

const REGIONS = ['eastus', 'westeurope', 'southeastasia'];
const GROUPS = ['office', 'night', 'always'];
const SIZES = ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5', 'Standard_E8s_v5'];
const IMAGES = ['ubuntu-22.04', 'ubuntu-24.04', 'debian-12', 'debian-13', 'fedora-42'];
const DISKS = ['Premium_LRS', 'StandardSSD_LRS'];
const TENANTS = 1000;

/** The names that a generated inventory uses. */
export const GENERATED_NAMES = { regions: REGIONS, groups: GROUPS, sizes: SIZES, images: IMAGES };

/** Writes a Parquet inventory with every column of the schema, some cells empty. The same seed gives the same bytes. */
export async function writeInventory(path: string, rows: number, seed: number): Promise<void> {
  const drawn = (stream: number, choices: number) => {
    const chosen = streamBase(seed, stream);
    return (row: number) => draw(chosen, row) % choices;
  };
  const coded = (stream: number, texts: readonly string[]): ColumnValues => ({
    kind: 'coded',
    codeAt: drawn(stream, texts.length),
    textOf: (code) => texts[code]!,
  });
  const numbers = (numberAt: (row: number) => number): ColumnValues => ({ kind: 'numbers', numberAt });
  const tenant = drawn(2, TENANTS);
  const disks = drawn(8, 3);
  const size = drawn(4, SIZES.length);
  const pinned = drawn(11, 20);
  const arrives = drawn(12, 86_400);
  const leaves = drawn(13, 10);
  const values: Record<(typeof INVENTORY_TABLE)[number]['name'], ColumnValues> = {
    name: { kind: 'texts', textAt: (row) => `vm-${row}` },
    region: coded(1, REGIONS),
    tenant: { kind: 'coded', codeAt: tenant, textOf: (code) => `tenant-${code}` },
    group: coded(3, GROUPS),
    size: coded(4, SIZES),
    image: coded(5, IMAGES),
    nics: numbers((row) => 1 + (size(row) % 2)),
    acceleratedNics: numbers((row) => size(row) % 2),
    dataDisks: numbers(disks),
    osDiskGib: numbers((row) => 64 * 2 ** (size(row) % 3)),
    osDiskSku: { kind: 'coded', codeAt: (row) => (size(row) % 3) - 1, textOf: (code) => DISKS[code]! },
    hibernationEnabled: { kind: 'flags', flagAt: (row) => (pinned(row) === 4 ? 0 : 1) },
    pinned: { kind: 'flags', flagAt: (row) => (pinned(row) === 0 ? 1 : 0) },
    arrives: numbers(arrives),
    leaves: numbers((row) => (leaves(row) === 0 ? arrives(row) + 86_400 : Number.NaN)),
  };
  await writeTable(path, INVENTORY_TABLE, {}, (table) =>
    table.append(
      rows,
      INVENTORY_TABLE.map(({ name }) => values[name]),
    ),
  );
}
