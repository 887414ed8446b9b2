import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ColumnMetaData, Compressors, PageHeader, SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { decodeHybridRuns } from './hybrid-runs.js';
import { ParquetProblem } from './parquet-source.js';
import { listedValues, plainValues, type Values } from './plain-values.js';

/** One part of a column in a row group: its dictionary, or the next rows. */
export type ChunkPart =
  | { readonly kind: 'dictionary'; readonly values: Values }
  | {
      readonly kind: 'page';
      readonly rows: number;
      /** 1 where a row has a value. Absent: all have. */
      readonly present?: Uint8Array;
      /** Of the rows that have one, in order. `indexes` lead into the dictionary. */
      readonly values: Values | { readonly kind: 'indexes'; readonly indexes: Uint32Array };
    };

/** Unpacked bytes of a page: writers aim at one megabyte. */
const MOST_PAGE_BYTES = 512 * 1024 ** 2;

const COMPRESSORS: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
};

interface Column {
  readonly meta: ColumnMetaData;
  readonly element: SchemaElement;
  /** Room for the codes of a page. */
  readonly codes: Uint32Array;
}

interface Place {
  at: number;
}

/**
 * Takes the bytes of a column in a row group apart, page by page; codes of a dictionary stay codes. Common encodings
 * are read into typed arrays, the others by way of the library. A part is valid until the next one: `codes`, of as many
 * as there are rows, is used for the codes of every page. Throws `ParquetProblem` or what reading beyond the
 * end throws.
 */
export function* chunkParts(
  bytes: Uint8Array,
  { meta, element, codes }: Omit<Column, 'codes'> & { readonly codes?: Uint32Array },
  rows: number,
): Generator<ChunkPart, void, undefined> {
  const column: Column = { meta, element, codes: codes ?? new Uint32Array(rows) };
  const place: Place = { at: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let seen = 0; seen < rows;) {
    if (place.at >= bytes.length) throw new ParquetProblem(`a column has ${seen} of ${rows} rows`);
    const reader = { view, offset: place.at };
    const header = parquetHeader(reader);
    const packed = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    if (
      packed.length !== header.compressed_page_size ||
      !(header.uncompressed_page_size <= MOST_PAGE_BYTES)
    ) {
      throw new ParquetProblem(`a page of ${header.uncompressed_page_size} bytes does not fit`);
    }
    place.at = reader.offset + packed.length;
    const part = partOf(header, packed, column, rows - seen);
    if (part === undefined) continue;
    if (part.kind === 'page') seen += part.rows;
    yield part;
  }
}

function partOf(header: PageHeader, packed: Uint8Array, column: Column, most: number): ChunkPart | undefined {
  switch (header.type) {
    case 'DICTIONARY_PAGE': {
      const count = header.dictionary_page_header?.num_values ?? 0;
      const values = plainValues(unpacked(packed, header, column), 0, count, column.element);
      if (values === undefined) throw new ParquetProblem(`dictionary of type ${column.element.type}`);
      return { kind: 'dictionary', values };
    }
    case 'DATA_PAGE':
      return firstVersion(header, packed, column, most);
    case 'DATA_PAGE_V2':
      return secondVersion(header, packed, column, most);
    default:
      return undefined;
  }
}

function firstVersion(header: PageHeader, packed: Uint8Array, column: Column, most: number): ChunkPart {
  const page = header.data_page_header;
  if (page === undefined) throw new ParquetProblem('a page without a header');
  const rows = checkedRows(page.num_values, most);
  const bytes = unpacked(packed, header, column);
  let at = 0;
  let levels: Levels = { count: rows };
  if (isNullable(column)) {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    levels = levelsOf(bytes.subarray(4, 4 + length), rows);
    at = 4 + length;
  }
  const values =
    encodedValues(bytes, at, page.encoding, levels.count, column) ??
    listedValues(readDataPage(bytes, page, decoderOf(column)).dataPage, column.element);
  return pageOf(rows, levels, values);
}

function secondVersion(header: PageHeader, packed: Uint8Array, column: Column, most: number): ChunkPart {
  const page = header.data_page_header_v2;
  if (page === undefined) throw new ParquetProblem('a page without a header');
  const rows = checkedRows(page.num_rows, most);
  const levelBytes = page.repetition_levels_byte_length + page.definition_levels_byte_length;
  const levels: Levels = isNullable(column)
    ? levelsOf(packed.subarray(page.repetition_levels_byte_length, levelBytes), rows)
    : { count: rows };
  const body = packed.subarray(levelBytes);
  const length = header.uncompressed_page_size - levelBytes;
  const bytes =
    page.is_compressed === false ? body : decompressPage(body, length, column.meta.codec, COMPRESSORS);
  const values =
    encodedValues(bytes, 0, page.encoding, levels.count, column) ??
    listedValues(readDataPageV2(packed, header, decoderOf(column)).dataPage, column.element);
  return pageOf(rows, levels, values);
}

function pageOf(rows: number, { present }: Levels, values: PageValues): ChunkPart {
  return { kind: 'page', rows, values, ...(present === undefined ? {} : { present }) };
}

type PageValues = Extract<ChunkPart, { kind: 'page' }>['values'];

/** `undefined` for an encoding that is left to the library. */
function encodedValues(
  bytes: Uint8Array,
  at: number,
  encoding: string,
  count: number,
  { element, codes }: Column,
): PageValues | undefined {
  if (encoding === 'PLAIN') return plainValues(bytes, at, count, element);
  if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    const indexes = codes.subarray(0, count);
    const bits = bytes[at] ?? 0;
    if (bits > 0 && count > 0) decodeHybridRuns(bytes, at + 1, bits, indexes, 0, count);
    else indexes.fill(0);
    return { kind: 'indexes', indexes };
  }
  if (encoding === 'RLE' && element.type === 'BOOLEAN') {
    const flags = new Uint8Array(count);
    if (count > 0) decodeHybridRuns(bytes, at + 4, 1, flags, 0, count);
    return { kind: 'flags', flags };
  }
  return undefined;
}

interface Levels {
  /** Values that are there. */
  readonly count: number;
  readonly present?: Uint8Array;
}

function levelsOf(bytes: Uint8Array, rows: number): Levels {
  if (isOneRunOfOnes(bytes, rows)) return { count: rows };
  const present = new Uint8Array(rows);
  decodeHybridRuns(bytes, 0, 1, present, 0, rows);
  let count = 0;
  for (let row = 0; row < rows; row++) count += present[row]!;
  return count === rows ? { count } : { count, present };
}

/** As almost all pages without nulls have it. */
function isOneRunOfOnes(bytes: Uint8Array, rows: number): boolean {
  let header = 0;
  let at = 0;
  for (let shift = 0; at < Math.min(5, bytes.length); shift += 7) {
    const byte = bytes[at++]!;
    header += (byte & 0x7f) * 2 ** shift;
    if (byte <= 0x7f) break;
  }
  return header % 2 === 0 && header / 2 >= rows && bytes[at] === 1;
}

function unpacked(packed: Uint8Array, header: PageHeader, { meta }: Column): Uint8Array {
  return decompressPage(packed, header.uncompressed_page_size, meta.codec, COMPRESSORS);
}

function checkedRows(rows: number, most: number): number {
  if (!(rows >= 0 && rows <= most)) throw new ParquetProblem(`a page has ${rows} rows of ${most}`);
  return rows;
}

function isNullable({ element }: Column): boolean {
  return element.repetition_type !== 'REQUIRED';
}

function decoderOf({ meta, element }: Column): Parameters<typeof readDataPage>[2] {
  const node = { children: [], count: 1, element, path: [element.name] };
  const root = { children: [node], count: 2, element: { name: 'root' }, path: [] };
  return {
    pathInSchema: meta.path_in_schema,
    type: meta.type,
    element,
    schemaPath: [root, node],
    codec: meta.codec,
    compressors: COMPRESSORS,
    // Values are taken as they are stored, before any parser.
    parsers: {} as Parameters<typeof readDataPage>[2]['parsers'],
  };
}
