import { INVENTORY_LIMITS } from './inventory-schema.js';
import { textIn } from './value-codes.js';

/** Names of the rows of one batch, as UTF-8 in one piece: a million strings would take ten times as much. */
export class NameColumn {
  #bytes: Uint8Array;
  readonly #ends: Uint32Array;
  #count = 0;

  constructor(rows: number, expectedBytes = rows * 16) {
    this.#bytes = new Uint8Array(expectedBytes);
    this.#ends = new Uint32Array(rows);
  }

  get count(): number {
    return this.#count;
  }

  /** Appends a name, and says what is wrong with it; a bad name is there nonetheless, so that rows keep their places. */
  append(bytes: Uint8Array, start: number, end: number): string | undefined {
    let at = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    if (end - start > INVENTORY_LIMITS.nameBytes) {
      this.#ends[this.#count++] = at;
      return `is a name of ${end - start} bytes, more than ${INVENTORY_LIMITS.nameBytes}`;
    }
    if (at + end - start > this.#bytes.length) this.#grow(at + end - start);
    const own = this.#bytes;
    let isPlain = true;
    for (let from = start; from < end; from++) {
      const byte = bytes[from]!;
      if (byte < 0x20 || byte > 0x7e) isPlain = false;
      own[at++] = byte;
    }
    this.#ends[this.#count++] = at;
    if (start === end) return 'is empty';
    return isPlain ? undefined : problemOf(bytes.subarray(start, end));
  }

  textAt(row: number): string {
    const bytes = this.#bytes.subarray(row === 0 ? 0 : this.#ends[row - 1], this.#ends[row]);
    return textIn(bytes) ?? Buffer.from(bytes).toString('latin1');
  }

  /** Only these rows, in the order given. */
  only(rows: Uint32Array): NameColumn {
    const picked = new NameColumn(rows.length);
    for (const row of rows)
      picked.append(this.#bytes, row === 0 ? 0 : this.#ends[row - 1]!, this.#ends[row]!);
    return picked;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function problemOf(bytes: Uint8Array): string | undefined {
  const text = textIn(bytes);
  if (text === undefined) return 'is not UTF-8';
  return /\p{Cc}/u.test(text) ? 'has control characters' : undefined;
}
