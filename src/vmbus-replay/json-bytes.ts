const COMMA = 0x2c;
const COLON = 0x3a;
const ZERO = 0x30;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

/** Up to here a number divides as a 32-bit integer. */
const HIGHEST_SIGNED = 0x7fff_ffff;
const MOST_DIGITS = 10;

export const BRACE = [0x7b, 0x7d] as const;
export const BRACKET = [0x5b, 0x5d] as const;
/** The two bytes around an object or an array. */
export type Brackets = typeof BRACE | typeof BRACKET;

/** The name of a member with its quotes and colon, encoded once and for all. */
export function memberName(name: string): Uint8Array {
  return Buffer.from(`${JSON.stringify(name)}:`);
}

const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/**
 * Lines of JSON, put together as bytes, since what leaves the process is bytes: answers are hundreds of short members
 * each, whose names and numbers are known to need no escaping. Every value is followed by a comma, which whatever
 * closes the surroundings takes back.
 */
export class JsonBytes {
  #bytes: Buffer;
  #length = 0;

  /** `expected`: bytes that there is room for before the first growth. */
  constructor(readonly expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  get length(): number {
    return this.#length;
  }

  /** Hands over everything written so far, and starts anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(this.expected);
    this.#length = 0;
    return taken;
  }

  open(brackets: Brackets): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = brackets[0];
  }

  close(brackets: Brackets): void {
    this.#reserve(2);
    if (this.#bytes[this.#length - 1] === COMMA) this.#length--;
    this.#bytes[this.#length++] = brackets[1];
    this.#bytes[this.#length++] = COMMA;
  }

  /** Ends the line after its one value. */
  endLine(): void {
    this.#bytes[this.#length - 1] = LINE_FEED;
  }

  name(name: Uint8Array): void {
    this.#reserve(name.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < name.length; at++) bytes[start + at] = name[at]!;
    this.#length = start + name.length;
  }

  /** A name of one letter, given by its code. Nearly all names are: rows are made of them. */
  letter(code: number): void {
    this.#reserve(4);
    const bytes = this.#bytes;
    const start = this.#length;
    bytes[start] = QUOTE;
    bytes[start + 1] = code;
    bytes[start + 2] = QUOTE;
    bytes[start + 3] = COLON;
    this.#length = start + 4;
  }

  /** A whole number, or nothing at all: `null`. */
  number(value: number | null): void {
    if (value === null) return this.#word(NULL);
    if (value < 0 || value > HIGHEST_SIGNED) return this.#word(Buffer.from(String(value)));
    this.#reserve(MOST_DIGITS + 1);
    const bytes = this.#bytes;
    const end = this.#length + digitsOf(value);
    let rest = value;
    let at = end;
    while (rest >= 10) {
      const tenth = (rest / 10) | 0;
      bytes[--at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    bytes[--at] = ZERO + rest;
    bytes[end] = COMMA;
    this.#length = end + 1;
  }

  truth(value: boolean): void {
    this.#word(value ? TRUE : FALSE);
  }

  text(text: string): void {
    this.#reserve(text.length + 3);
    const bytes = this.#bytes;
    let end = this.#length;
    bytes[end++] = QUOTE;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return this.#escapedText(text);
      bytes[end++] = code;
    }
    bytes[end++] = QUOTE;
    bytes[end++] = COMMA;
    this.#length = end;
  }

  #escapedText(text: string): void {
    this.#word(Buffer.from(JSON.stringify(text)));
  }

  #word(word: Uint8Array): void {
    this.name(word);
    this.#reserve(1);
    this.#bytes[this.#length++] = COMMA;
  }

  #reserve(count: number): void {
    if (this.#length + count > this.#bytes.length) this.#grow(count);
  }

  #grow(count: number): void {
    const bytes = Buffer.allocUnsafe(2 * (this.#length + count));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

function digitsOf(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  let digits = 3;
  for (let bound = 1000; value >= bound && digits < MOST_DIGITS; bound *= 10) digits++;
  return digits;
}
