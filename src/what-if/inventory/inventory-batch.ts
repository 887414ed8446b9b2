import type { RowProblem } from './inventory-error.js';
import type { CodedColumn, TimeColumn } from './inventory-schema.js';
import type { NameColumn } from './name-column.js';
import type { ValueCodes } from './value-codes.js';

/** Some rows of an inventory as columns. Row numbers count from 0 within the batch. */
export interface InventoryBatch {
  readonly rows: number;
  readonly unit: RowProblem['unit'];
  /** Where a row is in the file, from 1. */
  placeOf(row: number): number;
  readonly names: NameColumn;
  /** Codes of `ColumnCodes`, valid until the next batch; a column that the file lacks is absent. */
  readonly codes: Partial<Readonly<Record<CodedColumn, Uint32Array>>>;
  /** Milliseconds; NaN for none. Of what, `timesFrom` of the reader says. */
  readonly times: Partial<Readonly<Record<TimeColumn, Float64Array>>>;
  /** What the reader itself found wrong: shapes of rows, names, times. */
  readonly defects: RowDefects;
}

export type Defect = Omit<RowProblem, 'unit' | 'at'>;

const MOST_TOLD_ROWS = 1000;
const MOST_VALUE_LENGTH = 200;

/** Rows with something wrong. Of a few it is known what; of the others only that. */
export class RowDefects {
  readonly #bad: Uint8Array;
  readonly #told = new Map<number, Defect[]>();
  #any = false;

  constructor(rows: number) {
    this.#bad = new Uint8Array(rows);
  }

  get any(): boolean {
    return this.#any;
  }

  note(row: number, defect: Defect): void {
    this.#any = true;
    this.#bad[row] = 1;
    const told = this.#told.get(row);
    const value = defect.value === undefined ? {} : { value: defect.value.slice(0, MOST_VALUE_LENGTH) };
    if (told !== undefined) told.push({ ...defect, ...value });
    else if (this.#told.size < MOST_TOLD_ROWS) this.#told.set(row, [{ ...defect, ...value }]);
  }

  isBad(row: number): boolean {
    return this.#bad[row] === 1;
  }

  of(row: number): readonly Defect[] {
    return this.#told.get(row) ?? [];
  }
}

/** How the values of each column are read, shared by all batches of a file. */
export type ColumnCodes = { readonly [Column in CodedColumn]: ValueCodes<unknown> };

/** What a reader tells of a file before its rows. */
export interface InventoryHead {
  readonly columns: readonly string[];
}

/** Reads a file of some format, batch by batch. */
export interface InventoryReader {
  readonly head: InventoryHead;
  /** What times are counted from, once a row has one: day 0, or 1970 (times of the calendar). */
  readonly timesFrom: 'day-0' | '1970' | undefined;
  batches(): AsyncIterable<InventoryBatch>;
  close(): Promise<void>;
}
