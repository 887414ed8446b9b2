import { mix32 } from '#libs/determinism';

/** A stream of draws, one for every number: `draw(base, n)` depends on nothing else, so order does not matter. */
export function streamBase(seed: number, stream: number): number {
  return mix32((seed + Math.imul(stream, 0x85ebca6b)) >>> 0);
}

/** Unsigned, 32 bits. */
export function draw(base: number, number: number): number {
  return mix32((base + Math.imul(number, 0x9e3779b9)) >>> 0);
}
