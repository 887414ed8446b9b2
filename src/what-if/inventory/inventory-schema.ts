/** Columns whose values are few: they are held as codes of their distinct values. */
export const CODED_COLUMNS = [
  'region',
  'tenant',
  'group',
  'size',
  'image',
  'nics',
  'acceleratedNics',
  'dataDisks',
  'osDiskGib',
  'osDiskSku',
  'hibernationEnabled',
  'pinned',
] as const;
export type CodedColumn = (typeof CODED_COLUMNS)[number];

/** Points in time: seconds from day 0, 00:00, or times of the calendar. */
export const TIME_COLUMNS = ['arrives', 'leaves'] as const;
export type TimeColumn = (typeof TIME_COLUMNS)[number];

/** All columns of an inventory, in the order in which they are written. Only `name` must be there. */
export const INVENTORY_COLUMNS = ['name', ...CODED_COLUMNS, ...TIME_COLUMNS] as const;
export type InventoryColumn = (typeof INVENTORY_COLUMNS)[number];

/** What is refused, so that no file can take all memory. */
export const INVENTORY_LIMITS = {
  fileBytes: 32 * 1024 ** 3,
  rows: 50_000_000,
  /** Of a row group of Parquet, which is read at once. */
  groupRows: 16_777_216,
  /** Of one line of CSV. */
  lineBytes: 1024 ** 2,
  columns: 1024,
  nameBytes: 512,
  textBytes: 256,
  /** Sorts of VM that differ in group, size, guest or devices. */
  kinds: 262_144,
  /** Bad rows that are told; the others are counted. */
  problems: 100,
} as const;

export function isInventoryColumn(name: string): name is InventoryColumn {
  return (INVENTORY_COLUMNS as readonly string[]).includes(name);
}
