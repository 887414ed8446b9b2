import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { ColumnPages, type ColumnValues } from './column-pages.js';
import { TYPES, type TableColumn } from './table-column.js';

/** Rows of a row group: few enough to hold many columns of them in memory, enough to read them fast. */
export const ROWS_OF_GROUP = 100_000;

/**
 * A Parquet file that is written row group by row group, so that a table of any length takes the memory of one. Equal
 * rows and facts give equal bytes. It appears under its name when it is complete. Errors are those of the file system.
 */
export class TableFile {
  readonly #writer = new ByteWriter(1 << 22);
  readonly #parquet: ParquetWriter;
  readonly #groups: RowGroup[] = [];
  readonly #pages = new ColumnPages(ROWS_OF_GROUP);
  #rows = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly columns: readonly TableColumn[],
    facts: Readonly<Record<string, string>>,
  ) {
    this.#parquet = new ParquetWriter({
      writer: this.#writer,
      schema: schemaOf(columns),
      createdBy: 'torpor',
      kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
    });
  }

  /** `facts` become the key-value metadata of the file. */
  static async create(
    path: string,
    columns: readonly TableColumn[],
    facts: Readonly<Record<string, string>> = {},
  ): Promise<TableFile> {
    return new TableFile(path, await open(partial(path), 'w'), columns, facts);
  }

  /** Appends rows 0 to `rows - 1` of these columns, in as many row groups as they take. */
  async append(rows: number, values: readonly ColumnValues[]): Promise<void> {
    if (values.length !== this.columns.length)
      throw new Error(`${values.length} columns of ${this.columns.length}`);
    for (let from = 0; from < rows; from += ROWS_OF_GROUP) {
      this.#writeGroup(values, from, Math.min(ROWS_OF_GROUP, rows - from));
      await this.#flush();
    }
  }

  /** Writes what comes at the end, and gives the file its name. */
  async close(): Promise<void> {
    this.#parquet.row_groups = this.#groups;
    this.#parquet.num_rows = BigInt(this.#rows);
    await this.#parquet.finish();
    await this.#flush();
    await this.file.close();
    await rename(partial(this.path), this.path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.file.close();
    await rm(partial(this.path), { force: true });
  }

  #writeGroup(values: readonly ColumnValues[], from: number, rows: number): void {
    const start = this.#writer.offset;
    const columns = this.columns.map((column, index) =>
      this.#pages.write(this.#writer, column, values[index]!, from, rows),
    );
    const unpacked = columns.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n);
    this.#rows += rows;
    this.#groups.push({
      columns,
      total_byte_size: unpacked,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(this.#writer.offset - start),
    });
  }

  async #flush(): Promise<void> {
    const bytes = this.#writer.getBytes();
    for (let done = 0; done < bytes.length;) {
      done += (await this.file.write(bytes, done, bytes.length - done)).bytesWritten;
    }
    this.#writer.index = 0;
  }
}

/** Writes a whole table at once. What goes wrong leaves no file behind. */
export async function writeTable(
  path: string,
  columns: readonly TableColumn[],
  facts: Readonly<Record<string, string>>,
  fill: (table: TableFile) => Promise<void>,
): Promise<void> {
  const table = await TableFile.create(path, columns, facts);
  try {
    await fill(table);
  } catch (error) {
    await table.discard();
    throw error;
  }
  await table.close();
}

function partial(path: string): string {
  return `${path}.part`;
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  const elements = columns.map(({ name, type, isNullable }): SchemaElement => ({
    ...TYPES[type],
    name,
    repetition_type: isNullable === true ? 'OPTIONAL' : 'REQUIRED',
  }));
  return [{ name: 'schema', num_children: columns.length }, ...elements];
}
