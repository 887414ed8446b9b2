import { mix32 } from '#libs/determinism';

/** A stream of draws, one for every number: `draw(base, n)` depends on nothing else, so order does not matter. */
export function streamBase(seed: number, stream: number): number {
  return mix32((seed + Math.imul(stream, 0x85ebca6b)) >>> 0);
}

/** Unsigned, 32 bits. */
export function draw(base: number, number: number): number {
  return mixed(base + Math.imul(number, 0x9e3779b9)) >>> 0;
}

/**
 * `mix32`, as a signed number: a machine word all the way, where an unsigned one may become an object when it is
 * handed on.
 */
export function mixed(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
