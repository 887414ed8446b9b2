/** A seeded stream of 32-bit draws (xorshift-multiply of a counter): order matters, the wall clock does not. */
export class Random {
  #counter = 0;

  constructor(readonly seed: number) {}

  /** An unsigned 32-bit integer. */
  next(): number {
    this.#counter = (this.#counter + 1) >>> 0;
    return mix32((mix32(this.seed >>> 0) + Math.imul(this.#counter, 0x9e3779b9)) >>> 0);
  }

  /** An integer in 0..n-1. */
  below(n: number): number {
    return this.next() % n;
  }
}

/** Avalanche of 32 bits. */
export function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
}

/** A seed from any text (an operation id, a VM name): FNV-1a, 32 bits. */
export function seedFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
