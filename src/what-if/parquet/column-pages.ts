import type { ColumnChunk, Encoding } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { encodeHybridRuns, hybridRunBytes } from './hybrid-runs.js';
import { TYPES, type TableColumn, type TableType } from './table-column.js';
import { plainNumbers, plainTexts, sequenceBytes, writeText, writeUint32 } from './plain-bytes.js';

/** One row group of one column. Rows are numbered as the caller of `at` numbers them. */
export type ColumnValues =
  /** Texts by code; -1 is null. */
  | {
      readonly kind: 'coded';
      readonly codeAt: (row: number) => number;
      readonly textOf: (code: number) => string;
    }
  | { readonly kind: 'texts'; readonly textAt: (row: number) => string }
  /** NaN is null. */
  | { readonly kind: 'numbers'; readonly numberAt: (row: number) => number }
  /** 1, 0, and -1 for null. */
  | { readonly kind: 'flags'; readonly flagAt: (row: number) => number }
  /** `first`, `first + 1`, and so on. */
  | { readonly kind: 'sequence'; readonly first: number };

interface Page {
  readonly encoding: Encoding;
  /** Dictionary page in front. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly values: number };
  /** Without levels. */
  readonly values: Uint8Array;
  readonly nulls: number;
  readonly statistics?: { readonly min: number; readonly max: number };
}

/** Numbers up to here are worth a dictionary. */
const MOST_CODES = 4096;

/** Writes the pages of one column of one row group, and says where they are. */
export class ColumnPages {
  readonly #levels: Uint32Array;
  readonly #codes: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #codeOf = new Int32Array(MOST_CODES);
  #bytes = new Uint8Array(1 << 20);

  constructor(mostRows: number) {
    this.#levels = new Uint32Array(mostRows);
    this.#codes = new Uint32Array(mostRows);
    this.#numbers = new Float64Array(mostRows);
  }

  write(
    writer: ByteWriter,
    column: TableColumn,
    values: ColumnValues,
    from: number,
    rows: number,
  ): ColumnChunk {
    const page = this.#page(column, values, from, rows);
    const start = writer.offset;
    let unpacked = 0;
    // Codes are small already: packing them further costs more time than it saves room.
    const codec = page.encoding === 'PLAIN' && column.type !== 'flag' ? 'SNAPPY' : 'UNCOMPRESSED';
    const append = (bytes: Uint8Array, header: Omit<Parameters<typeof writePageHeader>[1], SizeMembers>) => {
      const packed = codec === 'SNAPPY' ? snappyCompress(bytes) : bytes;
      const before = writer.offset;
      writePageHeader(writer, {
        ...header,
        uncompressed_page_size: bytes.length,
        compressed_page_size: packed.length,
      });
      unpacked += writer.offset - before + bytes.length;
      writer.appendBytes(packed);
    };
    if (page.dictionary !== undefined) {
      const { bytes, values } = page.dictionary;
      append(bytes, {
        type: 'DICTIONARY_PAGE',
        dictionary_page_header: { num_values: values, encoding: 'PLAIN' },
      });
    }
    const dataAt = writer.offset;
    append(column.isNullable === true ? this.#withLevels(page.values, rows) : page.values, {
      type: 'DATA_PAGE',
      data_page_header: {
        num_values: rows,
        encoding: page.encoding,
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
      },
    });
    return {
      file_offset: 0n,
      meta_data: {
        type: TYPES[column.type].type,
        encodings: page.dictionary === undefined ? ['RLE', page.encoding] : ['RLE', 'PLAIN', page.encoding],
        path_in_schema: [column.name],
        codec,
        num_values: BigInt(rows),
        total_uncompressed_size: BigInt(unpacked),
        total_compressed_size: BigInt(writer.offset - start),
        data_page_offset: BigInt(dataAt),
        ...(page.dictionary === undefined ? {} : { dictionary_page_offset: BigInt(start) }),
        statistics: {
          null_count: BigInt(page.nulls),
          ...(page.statistics === undefined ? {} : boundsOf(column.type, page.statistics)),
        },
      },
    };
  }

  #page(column: TableColumn, values: ColumnValues, from: number, rows: number): Page {
    switch (values.kind) {
      case 'coded':
        return this.#codedPage(values, from, rows);
      case 'texts':
        return this.#textPage(values.textAt, from, rows);
      case 'numbers':
        return this.#numberPage(column.type, values.numberAt, from, rows);
      case 'flags':
        return this.#flagPage(values.flagAt, from, rows);
      case 'sequence': {
        const first = values.first + from;
        const bytes = sequenceBytes(first, rows);
        const statistics = { min: first, max: first + rows - 1 };
        return { encoding: 'DELTA_BINARY_PACKED', values: bytes, nulls: 0, statistics };
      }
    }
  }

  #codedPage({ codeAt, textOf }: Extract<ColumnValues, { kind: 'coded' }>, from: number, rows: number): Page {
    const places = new Map<number, number>();
    const texts: string[] = [];
    let present = 0;
    let lastCode = -1;
    let lastPlace = 0;
    for (let row = 0; row < rows; row++) {
      const code = codeAt(from + row);
      this.#levels[row] = code < 0 ? 0 : 1;
      if (code < 0) continue;
      if (code !== lastCode) {
        lastCode = code;
        lastPlace = places.get(code) ?? places.size;
        if (lastPlace === places.size) {
          places.set(code, lastPlace);
          texts.push(textOf(code));
        }
      }
      this.#codes[present++] = lastPlace;
    }
    const dictionary = { bytes: plainTexts(texts), values: texts.length };
    return this.#indexPage(dictionary, present, rows);
  }

  #indexPage(dictionary: { bytes: Uint8Array; values: number }, present: number, rows: number): Page {
    const bits = Math.max(1, 32 - Math.clz32(Math.max(0, dictionary.values - 1)));
    const bytes = this.#room(1 + hybridRunBytes(present, bits));
    bytes[0] = bits;
    const length = encodeHybridRuns(this.#codes, present, bits, bytes.subarray(1));
    return {
      encoding: 'RLE_DICTIONARY',
      dictionary,
      values: bytes.slice(0, 1 + length),
      nulls: rows - present,
    };
  }

  #textPage(textAt: (row: number) => string, from: number, rows: number): Page {
    let bytes = this.#room(rows * 16);
    let at = 0;
    for (let row = 0; row < rows; row++) {
      const text = textAt(from + row);
      if (at + 4 + text.length * 3 > bytes.length) bytes = this.#room((at + text.length * 3 + 4) * 2);
      const length = writeText(text, bytes, at + 4);
      writeUint32(bytes, at, length);
      at += 4 + length;
    }
    return { encoding: 'PLAIN', values: bytes.subarray(0, at), nulls: 0 };
  }

  #numberPage(type: TableType, numberAt: (row: number) => number, from: number, rows: number): Page {
    let present = 0;
    let min = Infinity;
    let max = -Infinity;
    for (let row = 0; row < rows; row++) {
      const value = numberAt(from + row);
      const isNull = Number.isNaN(value);
      this.#levels[row] = isNull ? 0 : 1;
      if (isNull) continue;
      this.#numbers[present++] = value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const statistics = present === 0 ? {} : { statistics: { min, max } };
    if (type !== 'real' && min >= 0 && max < MOST_CODES) {
      const values = this.#codeNumbers(present);
      const bytes = plainNumbers(type, values, values.length);
      return { ...this.#indexPage({ bytes, values: values.length }, present, rows), ...statistics };
    }
    const bytes = plainNumbers(type, this.#numbers, present);
    return { encoding: 'PLAIN', values: bytes, nulls: rows - present, ...statistics };
  }

  #codeNumbers(present: number): Float64Array {
    const values: number[] = [];
    this.#codeOf.fill(-1);
    for (let index = 0; index < present; index++) {
      const value = this.#numbers[index]!;
      if (this.#codeOf[value] === -1) this.#codeOf[value] = values.push(value) - 1;
      this.#codes[index] = this.#codeOf[value]!;
    }
    return Float64Array.from(values);
  }

  #flagPage(flagAt: (row: number) => number, from: number, rows: number): Page {
    const bytes = new Uint8Array(Math.ceil(rows / 8));
    let present = 0;
    for (let row = 0; row < rows; row++) {
      const flag = flagAt(from + row);
      this.#levels[row] = flag < 0 ? 0 : 1;
      if (flag < 0) continue;
      if (flag > 0) bytes[present >>> 3]! |= 1 << (present & 7);
      present++;
    }
    return { encoding: 'PLAIN', values: bytes.slice(0, Math.ceil(present / 8)), nulls: rows - present };
  }

  /** A page of the first version has the lengths of its levels in front of them. */
  #withLevels(values: Uint8Array, rows: number): Uint8Array {
    const page = new Uint8Array(4 + hybridRunBytes(rows, 1) + values.length);
    const length = encodeHybridRuns(this.#levels, rows, 1, page.subarray(4));
    writeUint32(page, 0, length);
    page.set(values, 4 + length);
    return page.subarray(0, 4 + length + values.length);
  }

  /** The same bytes again, with what is in them, if there are enough. */
  #room(length: number): Uint8Array {
    if (this.#bytes.length < length) {
      const larger = new Uint8Array(length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

type SizeMembers = 'uncompressed_page_size' | 'compressed_page_size';

function boundsOf(type: TableType, { min, max }: { readonly min: number; readonly max: number }) {
  if (type === 'integer') return { min_value: BigInt(min), max_value: BigInt(max) };
  return { min_value: min, max_value: max };
}
