import { writeFile } from 'node:fs/promises';
import type { ColumnValues } from '../parquet/column-pages.js';
import type { TableColumn } from '../parquet/table-column.js';
import { writeTable } from '../parquet/table-file.js';
import { INVENTORY_COLUMNS } from './inventory-schema.js';

/** One VM of an inventory. What is absent is left to the experiment that reads it. */
export interface InventoryRow {
  readonly name: string;
  readonly region?: string;
  readonly tenant?: string;
  readonly group?: string;
  readonly size?: string;
  readonly image?: string;
  readonly nics?: number;
  readonly acceleratedNics?: number;
  readonly dataDisks?: number;
  readonly osDiskGib?: number;
  readonly osDiskSku?: string;
  readonly hibernationEnabled?: boolean;
  readonly pinned?: boolean;
  /** Seconds from day 0, 00:00. */
  readonly arrives?: number;
  readonly leaves?: number;
}

/** The columns as Parquet has them. */
export const INVENTORY_TABLE = [
  { name: 'name', type: 'text' },
  { name: 'region', type: 'text', isNullable: true },
  { name: 'tenant', type: 'text', isNullable: true },
  { name: 'group', type: 'text', isNullable: true },
  { name: 'size', type: 'text', isNullable: true },
  { name: 'image', type: 'text', isNullable: true },
  { name: 'nics', type: 'count', isNullable: true },
  { name: 'acceleratedNics', type: 'count', isNullable: true },
  { name: 'dataDisks', type: 'count', isNullable: true },
  { name: 'osDiskGib', type: 'count', isNullable: true },
  { name: 'osDiskSku', type: 'text', isNullable: true },
  { name: 'hibernationEnabled', type: 'flag', isNullable: true },
  { name: 'pinned', type: 'flag', isNullable: true },
  { name: 'arrives', type: 'real', isNullable: true },
  { name: 'leaves', type: 'real', isNullable: true },
] as const satisfies readonly TableColumn[];

/** Writes an inventory as Parquet. Columns that no row has are left out. Errors are those of the file system. */
export async function writeInventoryParquet(path: string, rows: readonly InventoryRow[]): Promise<void> {
  const columns = INVENTORY_TABLE.filter(({ name }) => name === 'name' || hasColumn(rows, name));
  await writeTable(path, columns, {}, (table) =>
    table.append(
      rows.length,
      columns.map((column) => valuesOf(column, rows)),
    ),
  );
}

/** Writes an inventory as CSV, with the same columns. */
export async function writeInventoryCsv(path: string, rows: readonly InventoryRow[]): Promise<void> {
  const columns = INVENTORY_COLUMNS.filter((name) => name === 'name' || hasColumn(rows, name));
  const lines = rows.map((row) => columns.map((name) => cellOf(row[name])).join(','));
  await writeFile(path, `${[columns.join(','), ...lines].join('\n')}\n`);
}

function hasColumn(rows: readonly InventoryRow[], name: keyof InventoryRow): boolean {
  return rows.some((row) => row[name] !== undefined);
}

function valuesOf(
  { name, type }: TableColumn & { readonly name: keyof InventoryRow },
  rows: readonly InventoryRow[],
): ColumnValues {
  switch (type) {
    case 'flag':
      return {
        kind: 'flags',
        flagAt: (row) => (rows[row]![name] === undefined ? -1 : Number(rows[row]![name])),
      };
    case 'text':
      return name === 'name' ? { kind: 'texts', textAt: (row) => rows[row]!.name } : codedTexts(name, rows);
    default:
      return { kind: 'numbers', numberAt: (row) => Number(rows[row]![name] ?? Number.NaN) };
  }
}

function codedTexts(name: keyof InventoryRow, rows: readonly InventoryRow[]): ColumnValues {
  const texts = [...new Set(rows.map((row) => row[name]))].filter((text) => typeof text === 'string');
  const codes = new Map(texts.map((text, code) => [text, code]));
  return {
    kind: 'coded',
    codeAt: (row) => codes.get(String(rows[row]![name])) ?? -1,
    textOf: (code) => texts[code]!,
  };
}

function cellOf(value: string | number | boolean | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
