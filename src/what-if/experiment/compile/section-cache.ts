import { Faults, type Fault } from './compiling.js';

interface Kept {
  readonly value: unknown;
  readonly found: readonly Fault[];
}

/**
 * What sections of the scenarios of one experiment came to. Scenarios differ in little: a section that has been made from
 * the very same parts before is the same one, and thousands of scenarios share it. Faults count for each of them.
 */
export class SectionCache {
  readonly #numbers = new Map<unknown, number>();
  readonly #kept = new Map<string, Kept>();

  /** The result of `make` for these parts, which are told apart by identity. */
  get<Value>(
    name: string,
    parts: readonly unknown[],
    faults: Faults,
    make: (faults: Faults) => Value,
  ): Value {
    const key = `${name} ${parts.map((part) => this.#numberOf(part)).join(' ')}`;
    let kept = this.#kept.get(key);
    if (kept === undefined) {
      const own = new Faults();
      kept = { value: make(own), found: own.found };
      this.#kept.set(key, kept);
    }
    for (const { path, message } of kept.found) faults.add(path, message);
    return kept.value as Value;
  }

  #numberOf(part: unknown): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    this.#numbers.set(part, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
