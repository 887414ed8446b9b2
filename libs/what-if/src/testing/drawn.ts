import { draw, streamBase } from '../draw.js';

/** Numbers one after another, the same for the same seed: `below(n)` is whole, from 0 to less than `n`. */
export class Drawn {
  readonly #base: number;
  #count = 0;

  constructor(seed: number) {
    this.#base = streamBase(seed, 77);
  }

  below(bound: number): number {
    return draw(this.#base, this.#count++) % bound;
  }

  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** In so many of 100 cases. */
  isIn(percent: number): boolean {
    return this.below(100) < percent;
  }
}
