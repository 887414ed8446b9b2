import { open, type FileHandle } from 'node:fs/promises';
import type { ColumnMetaData, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';

const MIB = 1024 ** 2;
/** What a footer may have: a row group of twenty columns takes about 2 kB of it. */
const MOST_FOOTER_BYTES = 256 * MIB;
const MOST_CHUNK_BYTES = 2048 * MIB;
const MAGIC = 'PAR1';

/** A column that is neither nested nor repeated. */
export interface FlatColumn {
  readonly name: string;
  readonly element: SchemaElement;
}

/** One column of one row group. */
export interface ColumnBytes {
  readonly meta: ColumnMetaData;
  readonly bytes: Uint8Array;
}

/** The file is no Parquet, is damaged, or has something that is not read here. */
export class ParquetProblem extends Error {
  override readonly name = 'ParquetProblem';
}

/** A Parquet file that is read one column of one row group at a time. */
export class ParquetSource {
  /** In the order of the file. */
  readonly columns: readonly FlatColumn[];
  /** Names of columns that are nested or repeated. */
  readonly nestedColumns: readonly string[];
  /** Rows of each row group. */
  readonly groups: readonly number[];
  #bytes = new Uint8Array(0);

  private constructor(
    private readonly file: FileHandle,
    private readonly metadata: FileMetaData,
  ) {
    const { children } = parquetSchema(metadata);
    const isFlat = (child: SchemaTree) =>
      child.children.length === 0 && child.element.repetition_type !== 'REPEATED';
    this.columns = children.filter(isFlat).map(({ element }) => ({ name: element.name, element }));
    this.nestedColumns = children.filter((child) => !isFlat(child)).map(({ element }) => element.name);
    this.groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  }

  /** Throws `ParquetProblem` for what is no Parquet file, and errors of the file system. */
  static async open(path: string): Promise<ParquetSource> {
    const file = await open(path, 'r');
    try {
      return new ParquetSource(file, await readMetadata(file));
    } catch (error) {
      await file.close();
      throw asProblem(error);
    }
  }

  get rows(): number {
    return this.groups.reduce((sum, rows) => sum + rows, 0);
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /**
   * The bytes of these columns in a row group, valid until the next ones are asked for. Throws `ParquetProblem` where
   * the file does not have them.
   */
  async chunks(group: number, columns: readonly string[]): Promise<ReadonlyMap<string, ColumnBytes>> {
    const places = columns.map((column) => this.#placeOf(group, column));
    const start = Math.min(...places.map((place) => place.start));
    const end = Math.max(...places.map((place) => place.end));
    const wanted = places.reduce((sum, place) => sum + place.end - place.start, 0);
    // Columns that nobody asked for may lie in between: a few are read along.
    const isOnePiece = end - start <= 2 * wanted + MIB;
    const whole = isOnePiece ? await this.#read(start, end - start) : undefined;
    const chunks = new Map<string, ColumnBytes>();
    for (const { column, meta, start: from, end: until } of places) {
      const bytes =
        whole?.subarray(from - start, until - start) ?? (await readExactly(this.file, from, until - from));
      chunks.set(column, { meta, bytes });
    }
    return chunks;
  }

  #placeOf(group: number, column: string) {
    const meta = this.metadata.row_groups[group]?.columns
      .map(({ meta_data }) => meta_data)
      .find((one) => one?.path_in_schema.length === 1 && one.path_in_schema[0] === column);
    if (meta === undefined) throw new ParquetProblem(`row group ${group} has no column ${column}`);
    const dictionaryAt = Number(meta.dictionary_page_offset ?? 0n);
    const dataAt = Number(meta.data_page_offset);
    const start = dictionaryAt > 0 && dictionaryAt < dataAt ? dictionaryAt : dataAt;
    const length = Number(meta.total_compressed_size);
    if (!(start >= 0 && length >= 0 && length <= MOST_CHUNK_BYTES)) {
      throw new ParquetProblem(`column ${column} has ${length} bytes in a row group`);
    }
    return { column, meta, start, end: start + length };
  }

  async #read(start: number, length: number): Promise<Uint8Array> {
    if (length > MOST_CHUNK_BYTES) throw new ParquetProblem(`a row group has ${length} bytes`);
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    return readExactly(this.file, start, length, this.#bytes);
  }
}

/** What went wrong while bytes were taken apart is the file's fault: only errors of the file system are not. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ParquetProblem || 'syscall' in error) return error;
  return new ParquetProblem(error.message, { cause: error });
}

async function readMetadata(file: FileHandle): Promise<FileMetaData> {
  const { size } = await file.stat();
  if (size < 12) throw new ParquetProblem('the file is too short for Parquet');
  const tail = Buffer.from(await readExactly(file, size - 8, 8));
  if (tail.toString('latin1', 4) !== MAGIC) throw new ParquetProblem(`the file does not end in ${MAGIC}`);
  const footerBytes = tail.readUInt32LE(0) + 8;
  if (footerBytes > Math.min(size, MOST_FOOTER_BYTES)) {
    throw new ParquetProblem(`the footer is said to have ${footerBytes} bytes`);
  }
  const source = {
    byteLength: size,
    slice: async (start: number, end = size): Promise<ArrayBuffer> => {
      const bytes = await readExactly(file, start, end - start);
      return bytes.buffer as ArrayBuffer;
    },
  };
  return parquetMetadataAsync(source, { initialFetchSize: footerBytes, geoparquet: false });
}

/** In a buffer of its own, unless there is room. */
async function readExactly(
  file: FileHandle,
  start: number,
  length: number,
  room?: Uint8Array,
): Promise<Uint8Array> {
  const bytes = room?.subarray(0, length) ?? new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) throw new ParquetProblem(`the file ends before byte ${start + length}`);
    done += bytesRead;
  }
  return bytes;
}
