import { ByteDictionary } from './byte-dictionary.js';
import { INVENTORY_LIMITS } from './inventory-schema.js';

/** What a text stands for, or why it stands for nothing. */
export type Reading<Value> = { readonly value: Value } | { readonly reason: string };

/** The code of cells that are empty, null, or of a column that the file lacks. */
export const NO_VALUE = 0;

const DIRECT_NUMBERS = 65_536;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const ENCODER = new TextEncoder();

/** The distinct values of one column: each is read and judged once, however many rows have it. */
export class ValueCodes<Value> {
  readonly #dictionary = new ByteDictionary();
  readonly #texts: (string | undefined)[] = [undefined];
  readonly #values: (Value | undefined)[] = [undefined];
  readonly #reasons: (string | undefined)[] = [undefined];
  #numbers: Int32Array | undefined;
  #hasBad = false;

  /** `read` gets a text of some length without control characters. */
  constructor(private readonly read: (text: string) => Reading<Value>) {}

  /** Codes given out, and `NO_VALUE`. */
  get size(): number {
    return this.#texts.length;
  }

  /** Whether any code is bad. */
  get hasBad(): boolean {
    return this.#hasBad;
  }

  /** The code of a text in UTF-8. */
  codeOfBytes(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return NO_VALUE;
    const code = this.#dictionary.codeOf(bytes, start, end) + 1;
    if (code === this.#texts.length) this.#add(this.#dictionary.bytesOf(code - 1));
    return code;
  }

  /** The same for a number, as its text would be read. NaN is no value. */
  codeOfNumber(value: number): number {
    if (Number.isNaN(value)) return NO_VALUE;
    if (!(Number.isInteger(value) && value >= 0 && value < DIRECT_NUMBERS))
      return this.codeOfText(String(value));
    this.#numbers ??= new Int32Array(DIRECT_NUMBERS);
    return (this.#numbers[value] ||= this.codeOfText(String(value)));
  }

  codeOfText(text: string): number {
    const bytes = ENCODER.encode(text);
    return this.codeOfBytes(bytes, 0, bytes.length);
  }

  isBad(code: number): boolean {
    return this.#reasons[code] !== undefined;
  }

  reasonOf(code: number): string | undefined {
    return this.#reasons[code];
  }

  textOf(code: number): string | undefined {
    return this.#texts[code];
  }

  /** `undefined` for `NO_VALUE` and for bad codes. */
  valueOf(code: number): Value | undefined {
    return this.#values[code];
  }

  #add(bytes: Uint8Array): void {
    const text = textIn(bytes);
    const reading = text === undefined ? { reason: 'is not UTF-8' } : this.#judge(text, bytes.length);
    this.#texts.push(text ?? Buffer.from(bytes).toString('latin1'));
    this.#values.push('value' in reading ? reading.value : undefined);
    this.#reasons.push('reason' in reading ? reading.reason : undefined);
    if ('reason' in reading) this.#hasBad = true;
  }

  #judge(text: string, length: number): Reading<Value> {
    if (length > INVENTORY_LIMITS.textBytes) {
      return { reason: `has ${length} bytes, more than ${INVENTORY_LIMITS.textBytes}` };
    }
    if (/\p{Cc}/u.test(text)) return { reason: 'has control characters' };
    return this.read(text);
  }
}

/** `undefined` where the bytes are no UTF-8. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
