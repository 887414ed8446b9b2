import type { TableType } from './table-column.js';

const TEXT = new TextEncoder();

/** Texts, each behind its length. */
export function plainTexts(texts: readonly string[]): Uint8Array {
  const parts = texts.map((text) => TEXT.encode(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    writeUint32(bytes, at, part.length);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

/** Numbers in the width of their type. */
export function plainNumbers(type: TableType, numbers: Float64Array, count: number): Uint8Array {
  if (type === 'real') return new Uint8Array(numbers.slice(0, count).buffer);
  if (type === 'count') return new Uint8Array(Uint32Array.from(numbers.subarray(0, count)).buffer);
  return new Uint8Array(BigInt64Array.from(numbers.subarray(0, count), BigInt).buffer);
}

/** Writes UTF-8, and returns its length. Almost all texts are plain ASCII: those need no encoder. */
export function writeText(text: string, into: Uint8Array, start: number): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return TEXT.encodeInto(text, into.subarray(start)).written;
    into[start + index] = code;
  }
  return text.length;
}

export function writeUint32(into: Uint8Array, at: number, value: number): void {
  into[at] = value;
  into[at + 1] = value >>> 8;
  into[at + 2] = value >>> 16;
  into[at + 3] = value >>> 24;
}

const BLOCK = 128;
const MINIBLOCKS = 4;

/** Numbers that follow each other, as Parquet's packed differences: all are 1, and take no bits. */
export function sequenceBytes(first: number, count: number): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number) => {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    bytes.push(rest);
  };
  for (const value of [BLOCK, MINIBLOCKS, count, first * 2]) varint(value);
  for (let done = 1; done < count; done += BLOCK) bytes.push(2, 0, 0, 0, 0);
  return Uint8Array.from(bytes);
}
