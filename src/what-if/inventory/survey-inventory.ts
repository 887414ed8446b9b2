import type { ListedFleet } from '#libs/what-if';
import { readTrace } from './azure-trace-parse.js';
import { fileSha256 } from './file-content.js';
import { texts } from './fleet-codes.js';
import type { ColumnCodes } from './inventory-batch.js';
import { CODED_COLUMNS, type CodedColumn } from './inventory-schema.js';
import { openCsv } from './read-csv.js';
import { openParquet } from './read-parquet.js';
import type { ValueCodes } from './value-codes.js';

/** What a file has, to make a `ListedFleet` of it: distinct texts in the order in which they come. */
export interface InventorySurvey {
  readonly sha256: string;
  /** Good and bad ones. */
  readonly rows: number;
  readonly sizes: readonly string[];
  readonly images: readonly string[];
  readonly groups: readonly string[];
  readonly regions: readonly string[];
}

/** Looks through a file without judging its rows. Throws `InventoryError` for one that cannot be read at all. */
export async function surveyInventory(format: ListedFleet['format'], path: string): Promise<InventorySurvey> {
  if (format === 'azure-trace-v1') return surveyTrace(path);
  const codes = Object.fromEntries(CODED_COLUMNS.map((column) => [column, texts()])) as {
    readonly [Column in CodedColumn]: ValueCodes<string>;
  } satisfies ColumnCodes;
  const sha256 = await fileSha256(path);
  const reader = await (format === 'csv' ? openCsv : openParquet)(path, codes);
  let rows = 0;
  try {
    for await (const batch of reader.batches()) rows += batch.rows;
  } finally {
    await reader.close();
  }
  return {
    sha256,
    rows,
    sizes: textsOf(codes.size),
    images: textsOf(codes.image),
    groups: textsOf(codes.group),
    regions: textsOf(codes.region),
  };
}

async function surveyTrace(path: string): Promise<InventorySurvey> {
  const { flavours, arrivals } = await readTrace(path);
  return {
    sha256: await fileSha256(path),
    rows: arrivals.length,
    sizes: flavours.map(({ name }) => name),
    images: [],
    groups: [],
    regions: [],
  };
}

function textsOf(codes: ValueCodes<string>): readonly string[] {
  return Array.from({ length: codes.size }, (_, code) => codes.valueOf(code)).filter(
    (text) => text !== undefined,
  );
}
