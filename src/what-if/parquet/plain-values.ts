import type { DecodedArray, SchemaElement } from 'hyparquet';
import { ParquetProblem } from './parquet-source.js';

/** Values of one page in typed arrays. Numbers have their sign as the schema says; 64 bits are rounded to 53. */
export type Values =
  | TextRun
  | { readonly kind: 'numbers'; readonly numbers: Float64Array | Float32Array | Int32Array | Uint32Array }
  | { readonly kind: 'flags'; readonly flags: Uint8Array };

/** Text `i` is `bytes[starts[i]...ends[i])`, in UTF-8. */
export interface TextRun {
  readonly kind: 'texts';
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const TWO_TO_32 = 2 ** 32;

/**
 * Values that are stored one after the other. `undefined` for a type that is not read here. Throws `ParquetProblem`
 * where there are too few bytes.
 */
export function plainValues(
  bytes: Uint8Array,
  at: number,
  count: number,
  element: SchemaElement,
): Values | undefined {
  switch (element.type) {
    case 'BYTE_ARRAY':
      return plainTexts(bytes, at, count);
    case 'BOOLEAN': {
      require(bytes, at, Math.ceil(count / 8));
      const flags = new Uint8Array(count);
      for (let index = 0; index < count; index++)
        flags[index] = (bytes[at + (index >>> 3)]! >>> (index & 7)) & 1;
      return { kind: 'flags', flags };
    }
    case 'INT32': {
      const buffer = copied(bytes, at, count * 4);
      const numbers = isUnsigned(element) ? new Uint32Array(buffer) : new Int32Array(buffer);
      return { kind: 'numbers', numbers };
    }
    case 'FLOAT':
      return { kind: 'numbers', numbers: new Float32Array(copied(bytes, at, count * 4)) };
    case 'DOUBLE':
      return { kind: 'numbers', numbers: new Float64Array(copied(bytes, at, count * 8)) };
    case 'INT64': {
      const halves = new Int32Array(copied(bytes, at, count * 8));
      const numbers = new Float64Array(count);
      for (let index = 0; index < count; index++) {
        numbers[index] = halves[2 * index + 1]! * TWO_TO_32 + (halves[2 * index]! >>> 0);
      }
      return { kind: 'numbers', numbers };
    }
    default:
      return undefined;
  }
}

/** The same of values that the library took apart. Throws `ParquetProblem` for a type that is not read here. */
export function listedValues(values: DecodedArray, { name, type }: SchemaElement): Values {
  const [first] = values as readonly unknown[];
  if (first instanceof Uint8Array) return joinedTexts(values as readonly Uint8Array[]);
  if (typeof first === 'boolean') return { kind: 'flags', flags: Uint8Array.from(values as never[], Number) };
  if (typeof first === 'number' || typeof first === 'bigint' || first === undefined) {
    return { kind: 'numbers', numbers: Float64Array.from(values as never[], Number) };
  }
  throw new ParquetProblem(`column ${name} is of type ${type}, which is not read here`);
}

function plainTexts(bytes: Uint8Array, at: number, count: number): TextRun {
  require(bytes, at, count * 4);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let place = at;
  for (let index = 0; index < count; index++) {
    if (place + 4 > bytes.length) throw tooShort();
    const length =
      bytes[place]! | (bytes[place + 1]! << 8) | (bytes[place + 2]! << 16) | (bytes[place + 3]! << 24);
    const start = place + 4;
    if (length < 0 || start + length > bytes.length) throw tooShort();
    starts[index] = start;
    place = start + length;
    ends[index] = place;
  }
  return { kind: 'texts', bytes, starts, ends };
}

function joinedTexts(texts: readonly Uint8Array[]): TextRun {
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let length = 0;
  for (const [index, text] of texts.entries()) {
    starts[index] = length;
    length += text.length;
    ends[index] = length;
  }
  const bytes = new Uint8Array(length);
  for (const [index, text] of texts.entries()) bytes.set(text, starts[index]);
  return { kind: 'texts', bytes, starts, ends };
}

function isUnsigned({ converted_type, logical_type }: SchemaElement): boolean {
  if (converted_type === 'UINT_32') return true;
  return logical_type?.type === 'INTEGER' && logical_type.bitWidth === 32 && !logical_type.isSigned;
}

/** Numbers start at an address that is a multiple of their size, which pages do not care for. */
function copied(bytes: Uint8Array, at: number, length: number): ArrayBuffer {
  require(bytes, at, length);
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(at, at + length));
  return copy.buffer;
}

function require(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw tooShort();
}

function tooShort(): ParquetProblem {
  return new ParquetProblem('a page has fewer bytes than its values need');
}
