import { INVENTORY_LIMITS } from './inventory-schema.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** One row, valid until the next is asked for: cell `i` is `bytes[starts[i]...ends[i])`, without quotes. */
export interface CsvCells {
  bytes: Uint8Array;
  /** The line that the row starts in, from 1. */
  line: number;
  count: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** What is wrong with its quotes. */
  problem: string | undefined;
}

/** A line that is too long to go on: where rows end is unknown from there. */
export class CsvLineTooLong extends Error {
  constructor(readonly line: number) {
    super(`line ${line} has more than ${INVENTORY_LIMITS.lineBytes} bytes`);
  }
}

/**
 * Splits CSV (RFC 4180, with `\n` or `\r\n`) into rows, from chunks of any size. `onRow` gets the same object every
 * time. Empty lines are passed over. A byte order mark in front is, too.
 */
export class CsvRows {
  readonly #cells: CsvCells = {
    bytes: new Uint8Array(0),
    line: 1,
    count: 0,
    starts: new Uint32Array(INVENTORY_LIMITS.columns + 1),
    ends: new Uint32Array(INVENTORY_LIMITS.columns + 1),
    problem: undefined,
  };
  #rest = new Uint8Array(0);
  readonly #escaped: number[] = [];
  #line = 1;
  #isFirst = true;

  constructor(private readonly onRow: (cells: CsvCells) => void) {}

  /** Throws `CsvLineTooLong`. */
  push(chunk: Uint8Array): void {
    const bytes = joined(this.#rest, chunk);
    const start = this.#isFirst && bytes.length >= 3 ? markBytes(bytes) : 0;
    if (bytes.length >= 3) this.#isFirst = false;
    const done = this.#split(bytes, start, false);
    this.#rest = bytes.slice(done);
    if (this.#rest.length > INVENTORY_LIMITS.lineBytes) throw new CsvLineTooLong(this.#line);
  }

  /** Takes what is left as the last row. */
  end(): void {
    const start = this.#isFirst ? markBytes(this.#rest) : 0;
    this.#split(this.#rest, start, true);
    this.#rest = new Uint8Array(0);
  }

  /** Returns where the first row starts that is not complete. */
  #split(bytes: Uint8Array, from: number, isLast: boolean): number {
    this.#cells.bytes = bytes;
    let at = from;
    while (at < bytes.length) {
      const next = this.#row(bytes, at, isLast);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  /** Returns where the next row starts, -1 where this one does not end. */
  #row(bytes: Uint8Array, from: number, isLast: boolean): number {
    const cells = this.#cells;
    const { length } = bytes;
    cells.count = 0;
    cells.problem = undefined;
    this.#escaped.length = 0;
    for (let at = from; ; at++) {
      if (at < length && bytes[at] === QUOTE) at = this.#quoted(bytes, at);
      else {
        const start = at;
        while (at < length && bytes[at] !== COMMA && bytes[at] !== LINE_FEED) at++;
        const hasReturn = bytes[at] !== COMMA && at > start && bytes[at - 1] === RETURN;
        this.#add(start, hasReturn ? at - 1 : at);
      }
      if (at >= length && !isLast) return -1;
      if (at < length && bytes[at] === COMMA) continue;
      const end = Math.min(length, at + 1);
      this.#emit(from, end);
      return end;
    }
  }

  /** Reads a quoted cell. Returns where the comma or line feed behind it is. */
  #quoted(bytes: Uint8Array, from: number): number {
    const cells = this.#cells;
    let isEscaped = false;
    let at = from + 1;
    for (; at < bytes.length; at++) {
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) break;
      isEscaped = true;
      at++;
    }
    if (isEscaped) this.#escaped.push(cells.count);
    this.#add(from + 1, Math.min(at, bytes.length));
    if (at >= bytes.length) {
      cells.problem = 'has a quote that does not end';
      return bytes.length;
    }
    at++;
    if (bytes[at] === RETURN && (at + 1 === bytes.length || bytes[at + 1] === LINE_FEED)) at++;
    if (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LINE_FEED) {
      cells.problem = 'has text behind a closing quote';
      while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LINE_FEED) at++;
    }
    return at;
  }

  #add(start: number, end: number): void {
    const { starts, ends } = this.#cells;
    starts[this.#cells.count] = start;
    ends[this.#cells.count] = end;
    this.#cells.count++;
  }

  #emit(from: number, end: number): void {
    const cells = this.#cells;
    cells.line = this.#line;
    for (let at = from; at < end; at++) if (cells.bytes[at] === LINE_FEED) this.#line++;
    // Only now: a row that goes on in the next chunk is read again from its first byte.
    for (const cell of this.#escaped) cells.ends[cell] = singleQuotes(cells, cell);
    if (cells.count > 1 || cells.ends[0]! > cells.starts[0]! || cells.problem !== undefined)
      this.onRow(cells);
  }
}

/** Makes doubled quotes of a cell single, in place. Returns its new end. */
function singleQuotes({ bytes, starts, ends }: CsvCells, cell: number): number {
  let to = starts[cell]!;
  for (let at = starts[cell]!; at < ends[cell]!; at++) {
    bytes[to++] = bytes[at]!;
    if (bytes[at] === QUOTE) at++;
  }
  return to;
}

function markBytes(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  if (front.length === 0) return back;
  const bytes = new Uint8Array(front.length + back.length);
  bytes.set(front);
  bytes.set(back, front.length);
  return bytes;
}
