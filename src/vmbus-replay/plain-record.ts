/** The members of a record that a replay looks at, unchecked; `undefined` when the record does not have them. */
export interface ReplayRecord {
  readonly id?: unknown;
  readonly scenario?: unknown;
}

/**
 * Reads records that are written plainly: JSON of printable ASCII without escapes, whole numbers, and no white space but
 * single blanks after commas and colons, which is how programs write it. Of those it makes what `JSON.parse` would, in
 * less time: it keeps the texts it has met, and makes nothing of the members that a replay passes over. Whatever else a
 * line holds, and whatever is wrong with it, is left to `JSON.parse`.
 */
export class PlainRecordReader {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Texts met before, by the hash of their bytes. */
  readonly #known: string[] = Array.from({ length: KNOWN_TEXTS }, () => '');

  /** `undefined`: the line is not plain. */
  read(line: Buffer): ReplayRecord | undefined {
    if (line[0] !== OPEN_BRACE) return undefined;
    this.#bytes = line;
    this.#at = 0;
    try {
      const record = this.#record();
      if (line[this.#at] === CARRIAGE_RETURN) this.#at++;
      return this.#at === line.length ? record : undefined;
    } catch (error) {
      if (error === NOT_PLAIN) return undefined;
      throw error;
    }
  }

  #record(): ReplayRecord {
    let id: unknown;
    let scenario: unknown;
    this.#at++;
    do {
      const name = this.#name();
      if (name === 'id') id = this.#value(0);
      else if (name === 'scenario') scenario = this.#value(0);
      else this.#skip(0);
    } while (this.#goesOn(CLOSE_BRACE));
    return { id, scenario };
  }

  #value(depth: number): unknown {
    const byte = this.#bytes[this.#at]!;
    if (byte === OPEN_BRACKET) return this.#array(depth);
    if (byte === QUOTE) return this.#text();
    if (byte === OPEN_BRACE) return this.#object(depth);
    if (isDigit(byte)) return this.#number();
    if (this.#isWord('true')) return true;
    if (this.#isWord('false')) return false;
    throw NOT_PLAIN;
  }

  #array(depth: number): unknown[] {
    if (depth === DEEPEST) throw NOT_PLAIN;
    const values: unknown[] = [];
    this.#at++;
    if (this.#isClosedBy(CLOSE_BRACKET)) return values;
    if (this.#takesNumbers(values)) return values;
    do values.push(this.#value(depth + 1));
    while (this.#goesOn(CLOSE_BRACKET));
    return values;
  }

  /**
   * Takes numbers up to the end of their array, or up to a value that is none; true at the end. An offer is ten of them,
   * so that most of a record passes through this loop.
   */
  #takesNumbers(values: unknown[]): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at]!;
    while (isDigit(byte)) {
      const start = at;
      let number = 0;
      do {
        number = 10 * number + byte - ZERO;
        byte = bytes[++at]!;
      } while (isDigit(byte));
      if (!isPlainNumber(bytes, start, at)) throw NOT_PLAIN;
      values.push(number);
      this.#at = at;
      if (!this.#goesOn(CLOSE_BRACKET)) return true;
      at = this.#at;
      byte = bytes[at]!;
    }
    return false;
  }

  #number(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let number = 0;
    for (let byte = bytes[at]!; isDigit(byte); byte = bytes[++at]!) number = 10 * number + byte - ZERO;
    if (!isPlainNumber(bytes, start, at)) throw NOT_PLAIN;
    this.#at = at;
    return number;
  }

  #object(depth: number): Record<string, unknown> {
    if (depth === DEEPEST) throw NOT_PLAIN;
    const members: Record<string, unknown> = {};
    this.#at++;
    if (this.#isClosedBy(CLOSE_BRACE)) return members;
    do {
      const name = this.#name();
      // Assigning to it would do something else than make a member.
      if (name === '__proto__') throw NOT_PLAIN;
      members[name] = this.#value(depth + 1);
    } while (this.#goesOn(CLOSE_BRACE));
    return members;
  }

  /** Goes past a value without making it. */
  #skip(depth: number): void {
    const byte = this.#bytes[this.#at]!;
    if (byte === QUOTE) {
      this.#at = this.#endOfText() + 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#skipMembers(byte, depth);
    } else if (byte === MINUS || isDigit(byte)) {
      if (byte === MINUS) this.#at++;
      this.#number();
    } else if (!this.#isWord('null') && !this.#isWord('true') && !this.#isWord('false')) {
      throw NOT_PLAIN;
    }
  }

  #skipMembers(open: number, depth: number): void {
    if (depth === DEEPEST) throw NOT_PLAIN;
    const close = open === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
    this.#at++;
    if (this.#isClosedBy(close)) return;
    do {
      if (open === OPEN_BRACE) {
        this.#at = this.#endOfText() + 1;
        this.#colon();
      }
      this.#skip(depth + 1);
    } while (this.#goesOn(close));
  }

  /** At the first member: whether there is none at all. */
  #isClosedBy(close: number): boolean {
    if (this.#bytes[this.#at] !== close) return false;
    this.#at++;
    return true;
  }

  /** After a member: whether another one follows. */
  #goesOn(close: number): boolean {
    const byte = this.#bytes[this.#at++];
    if (byte === close) return false;
    if (byte !== COMMA) throw NOT_PLAIN;
    if (this.#bytes[this.#at] === BLANK) this.#at++;
    return true;
  }

  #name(): string {
    const name = this.#text();
    this.#colon();
    return name;
  }

  #colon(): void {
    if (this.#bytes[this.#at++] !== COLON) throw NOT_PLAIN;
    if (this.#bytes[this.#at] === BLANK) this.#at++;
  }

  #text(): string {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    const end = this.#endOfText();
    this.#at = end + 1;
    if (end - start > LONGEST_KNOWN) return bytes.toString('latin1', start, end);
    let hash = 0;
    for (let at = start; at < end; at++) hash = (31 * hash + bytes[at]!) | 0;
    const place = hash & (KNOWN_TEXTS - 1);
    const known = this.#known[place]!;
    if (known.length === end - start && isTextAt(bytes, start, known)) return known;
    return (this.#known[place] = bytes.toString('latin1', start, end));
  }

  /** The place of the quote that ends the text which begins here. */
  #endOfText(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] !== QUOTE) throw NOT_PLAIN;
    for (let byte = bytes[++at]!; byte !== QUOTE; byte = bytes[++at]!) {
      if (!(byte >= BLANK && byte <= TILDE) || byte === BACKSLASH) throw NOT_PLAIN;
    }
    return at;
  }

  /** Whether this word stands here; goes past it if so. */
  #isWord(word: string): boolean {
    if (!isTextAt(this.#bytes, this.#at, word)) return false;
    this.#at += word.length;
    return true;
  }
}

/** Thrown where a line turns out not to be plain, and caught by `read`. */
const NOT_PLAIN = Symbol('not plain');

/** A power of two. Names and classes are a few dozen. */
const KNOWN_TEXTS = 512;
/** GUIDs are longer, and rarely met again. */
const LONGEST_KNOWN = 32;
/** So many digits are exact as a number. */
const MOST_DIGITS = 15;
/** Golden records nest 6 levels deep. */
const DEEPEST = 16;

const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const TILDE = 0x7e;
/** E and e differ in this bit. */
const LOWER_CASE = 0x20;
const LOWER_E = 0x65;

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Whether digits make a whole number that JSON allows: not too many, no zero in front, nothing that goes on. */
function isPlainNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const digits = end - start;
  const next = bytes[end]!;
  if (next === POINT || (next | LOWER_CASE) === LOWER_E) return false;
  return digits === 1 || (digits > 1 && digits <= MOST_DIGITS && bytes[start] !== ZERO);
}

function isTextAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (bytes[start + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}
