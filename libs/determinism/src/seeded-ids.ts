import type { IdSource } from './id-source.js';
import { Random } from './random.js';

/** GUIDs drawn from a seed: the same seed gives the same identities in the same order (TORPOR-12). */
export class SeededIds implements IdSource {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  nextGuid(): string {
    const words = Array.from({ length: 4 }, () => this.#random.next().toString(16).padStart(8, '0'));
    const hex = words.join('');
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }
}
