import { createReadStream } from 'node:fs';
import { CsvLineTooLong, CsvRows, type CsvCells } from './csv-rows.js';
import {
  RowDefects,
  type ColumnCodes,
  type InventoryBatch,
  type InventoryHead,
  type InventoryReader,
} from './inventory-batch.js';
import { InventoryError } from './inventory-error.js';
import {
  CODED_COLUMNS,
  INVENTORY_LIMITS,
  TIME_COLUMNS,
  type CodedColumn,
  type TimeColumn,
} from './inventory-schema.js';
import { NameColumn } from './name-column.js';
import { RowTimes, type Times } from './row-times.js';

const ROWS_OF_BATCH = 65_536;
const CHUNK_BYTES = 1024 ** 2;

/**
 * Reads a CSV file with a header, in UTF-8. Throws `InventoryError` for a file that cannot be read, or whose header or
 * lines make no sense as a whole; what is wrong with single rows is in the batches.
 */
export async function openCsv(path: string, codes: ColumnCodes): Promise<InventoryReader> {
  const reading = new CsvReading(path, codes);
  const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES })[Symbol.asyncIterator]();
  const batches = reading.batches(chunks);
  await reading.readHead(chunks);
  return {
    head: reading.head,
    get timesFrom() {
      return reading.times.from;
    },
    batches: () => batches,
    close: async () => void (await chunks.return?.()),
  };
}

class CsvReading {
  readonly times = new RowTimes();
  readonly #rows = new CsvRows((cells) => this.#onRow(cells));
  readonly #full: InventoryBatch[] = [];
  #columns: readonly string[] | undefined;
  /** Cells that are read, by column. */
  #coded: readonly (readonly [cell: number, column: CodedColumn])[] = [];
  #timed: readonly (readonly [cell: number, column: TimeColumn])[] = [];
  #nameCell = -1;
  #batch: OpenBatch | undefined;

  constructor(
    private readonly path: string,
    private readonly codes: ColumnCodes,
  ) {}

  get head(): InventoryHead {
    return { columns: this.#columns ?? [] };
  }

  /** Reads on until the header is there. */
  async readHead(chunks: AsyncIterator<Buffer>): Promise<void> {
    while (this.#columns === undefined) if (!(await this.#readChunk(chunks))) break;
    if (this.#columns === undefined) throw this.#malformed('the file has no header');
  }

  async *batches(chunks: AsyncIterator<Buffer>): AsyncGenerator<InventoryBatch> {
    for (let goesOn = true; goesOn;) {
      goesOn = await this.#readChunk(chunks);
      if (!goesOn && this.#batch !== undefined) this.#full.push(this.#batch.closed());
      yield* this.#full.splice(0);
    }
  }

  /** Whether there was a chunk. */
  async #readChunk(chunks: AsyncIterator<Buffer>): Promise<boolean> {
    let next: IteratorResult<Buffer>;
    try {
      next = await chunks.next();
    } catch (error) {
      throw new InventoryError(this.path, { kind: 'unreadable', reason: messageOf(error) }, { cause: error });
    }
    try {
      if (next.done === true) this.#rows.end();
      else this.#rows.push(next.value);
    } catch (error) {
      if (error instanceof CsvLineTooLong) throw this.#malformed(error.message);
      throw error;
    }
    return next.done !== true;
  }

  #onRow(cells: CsvCells): void {
    if (this.#columns === undefined) {
      this.#readHeader(cells);
      return;
    }
    this.#batch ??= new OpenBatch(this.#coded, this.#timed);
    this.#batch.add(cells, {
      codes: this.codes,
      times: this.times,
      nameCell: this.#nameCell,
      columns: this.#columns,
    });
    if (this.#batch.rows === ROWS_OF_BATCH) {
      this.#full.push(this.#batch.closed());
      this.#batch = undefined;
    }
  }

  #readHeader(cells: CsvCells): void {
    if (cells.count > INVENTORY_LIMITS.columns) {
      throw new InventoryError(this.path, {
        kind: 'too-large',
        what: 'columns',
        most: INVENTORY_LIMITS.columns,
      });
    }
    if (cells.problem !== undefined) throw this.#malformed(`the header ${cells.problem}`);
    const columns = Array.from({ length: cells.count }, (_, cell) => textOf(cells, cell));
    const twice = columns.find((column, at) => columns.indexOf(column) !== at);
    if (twice !== undefined) throw this.#malformed(`two columns are called ${JSON.stringify(twice)}`);
    const cellOf = <Column extends string>(names: readonly Column[]) =>
      names.map((name) => [columns.indexOf(name), name] as const).filter(([cell]) => cell >= 0);
    this.#columns = columns;
    this.#coded = cellOf(CODED_COLUMNS);
    this.#timed = cellOf(TIME_COLUMNS);
    this.#nameCell = columns.indexOf('name');
    if (this.#nameCell < 0) throw this.#malformed('there is no column name');
  }

  #malformed(reason: string): InventoryError {
    return new InventoryError(this.path, { kind: 'malformed', reason });
  }
}

interface RowReading {
  readonly codes: ColumnCodes;
  readonly times: RowTimes;
  readonly nameCell: number;
  readonly columns: readonly string[];
}

class OpenBatch {
  rows = 0;
  readonly #lines = new Float64Array(ROWS_OF_BATCH);
  readonly #names = new NameColumn(ROWS_OF_BATCH);
  readonly #codes: Partial<Record<CodedColumn, Uint32Array>> = {};
  readonly #times: Times = {};
  readonly #defects = new RowDefects(ROWS_OF_BATCH);

  constructor(
    private readonly coded: readonly (readonly [cell: number, column: CodedColumn])[],
    private readonly timed: readonly (readonly [cell: number, column: TimeColumn])[],
  ) {
    for (const [, column] of coded) this.#codes[column] = new Uint32Array(ROWS_OF_BATCH);
    for (const [, column] of timed) this.#times[column] = new Float64Array(ROWS_OF_BATCH).fill(Number.NaN);
  }

  add(cells: CsvCells, { codes, times, nameCell, columns }: RowReading): void {
    const row = this.rows++;
    this.#lines[row] = cells.line;
    const shape = shapeProblem(cells, columns.length);
    if (shape !== undefined) {
      this.#names.append(cells.bytes, 0, 0);
      this.#defects.note(row, { reason: shape });
      return;
    }
    const { bytes, starts, ends } = cells;
    const named = this.#names.append(bytes, starts[nameCell]!, ends[nameCell]!);
    if (named !== undefined)
      this.#defects.note(row, { column: 'name', value: textOf(cells, nameCell), reason: named });
    for (const [cell, column] of this.coded) {
      this.#codes[column]![row] = codes[column].codeOfBytes(bytes, starts[cell]!, ends[cell]!);
    }
    for (const [cell, column] of this.timed) {
      if (starts[cell] === ends[cell]) continue;
      const value = textOf(cells, cell);
      const time = times.read(value);
      if (typeof time === 'string') this.#defects.note(row, { column, value, reason: time });
      else this.#times[column]![row] = time;
    }
  }

  closed(): InventoryBatch {
    return {
      rows: this.rows,
      unit: 'line',
      placeOf: (row) => this.#lines[row]!,
      names: this.#names,
      codes: this.#codes,
      times: this.#times,
      defects: this.#defects,
    };
  }
}

function shapeProblem({ count, problem }: CsvCells, columns: number): string | undefined {
  if (problem !== undefined) return problem;
  return count === columns ? undefined : `has ${count} cells, where the header has ${columns}`;
}

function textOf({ bytes, starts, ends }: CsvCells, cell: number): string {
  return Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString('utf8');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
