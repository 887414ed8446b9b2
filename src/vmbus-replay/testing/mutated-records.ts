import { Random } from '#libs/determinism';
import { GOLDEN_FILES, goldenLines } from './golden-records.js';

const LINES = GOLDEN_FILES.flatMap(goldenLines).map((line) => {
  const { id, scenario } = JSON.parse(line) as { readonly id: string; readonly scenario: unknown };
  return JSON.stringify({ id, scenario });
});

const LINE_FEED = 0x0a;

const ODD_NUMBERS = [
  ...[-1, 0, -0, 1, 0.5, 255, 256, 2047, 2048, 8192, 10_000, 60_000, 65_535, 65_536],
  ...[2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 1e308, -1e308],
];

const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, '', 'rescind', 'offer', 'nic', 'kvp', '__proto__', 'constructor', '\u0000"\\\u2028'],
  ...[[], {}, [[]], [null], { toString: 1 }, { length: 3 }, ['rescind', 1, 0], ['rescind', 2, 4_000_000_000]],
  [0, 1, 0, 0, 1, 65_537, 0, 0, 0, 0],
  [0, 1, 1, 0, 1, 65_537, 0, 0, 0, 0],
  [1, 1, 1, 8192, 1, 65_537, 0, 0, 0, 9000],
];

type Holder = Record<string, unknown>;

/** Golden records, damaged: most in their values, some in their text, some in their bytes. Never with a line feed. */
export class MutatedRecords {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  next(): Uint8Array {
    const record = JSON.parse(this.#oneOf(LINES)) as Holder;
    for (let left = this.#below(4); left >= 0; left--) this.#mutate(record);
    const text = JSON.stringify(record);
    switch (this.#below(10)) {
      case 0:
        return this.#damaged(Buffer.from(text));
      case 1:
        return Buffer.from(text.slice(0, 1 + this.#below(text.length - 1)));
      case 2:
        return Buffer.from(this.#withDuplicateKey(text));
      default:
        return Buffer.from(text);
    }
  }

  #below(n: number): number {
    return this.#random.below(n);
  }

  #oneOf<T>(values: readonly T[]): T {
    return values[this.#below(values.length)]!;
  }

  /** A member somewhere in the record, by its holder. Deep ones are as likely as the walk there makes them. */
  #place(record: Holder): { readonly holder: Holder; readonly key: string } {
    const { scenario } = record;
    const isScenario = typeof scenario === 'object' && scenario !== null && Object.keys(scenario).length > 0;
    let holder = isScenario && this.#below(20) > 0 ? (scenario as Holder) : record;
    for (;;) {
      const key = this.#oneOf(Object.keys(holder));
      const member = holder[key];
      const isLeaf = typeof member !== 'object' || member === null || Object.keys(member).length === 0;
      if (isLeaf || this.#below(12) === 0) return { holder, key };
      holder = member as Holder;
    }
  }

  #mutate(record: Holder): void {
    if (Object.keys(record).length === 0) return;
    const { holder, key } = this.#place(record);
    const member = holder[key];
    if (typeof member === 'number') {
      // Small numbers are indexes, relids and flags that mean something; they keep most records alive.
      holder[key] = this.#below(12) === 0 ? this.#oneOf(ODD_NUMBERS) : this.#below(40);
      return;
    }
    switch (this.#below(12)) {
      case 0:
        holder[key] = structuredClone(this.#oneOf(ODD_VALUES));
        break;
      case 1:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 2:
      case 3:
      case 4:
        if (Array.isArray(holder)) holder.push(structuredClone(member));
        else if (this.#below(4) === 0)
          holder[this.#oneOf(['id', 'boot', 'thaw', 'restore', 'offers', `${key}_`])] = member;
        break;
      case 5:
        holder[key] = this.#nest(member);
        break;
      default:
        if (Array.isArray(member)) this.#shuffle(member);
    }
  }

  #nest(value: unknown): unknown {
    let nested = value;
    for (let left = this.#oneOf([1, 2, 100]); left > 0; left--) nested = [nested];
    return nested;
  }

  #shuffle(values: unknown[]): void {
    for (let at = values.length - 1; at > 0; at--) {
      const other = this.#below(at + 1);
      [values[at], values[other]] = [values[other], values[at]];
    }
  }

  #damaged(bytes: Uint8Array): Uint8Array {
    for (let left = this.#below(4); left >= 0; left--) {
      const byte = this.#below(256);
      bytes[this.#below(bytes.length)] = byte === LINE_FEED ? 0 : byte;
    }
    return bytes;
  }

  /** JSON lets a key stand twice; the last one counts. */
  #withDuplicateKey(text: string): string {
    return text.replace('"scenario":{', `"scenario":{"boot":{},"uio":[0],"restore":[],`);
  }
}
