import type { Mix } from '#libs/what-if';

/** Where the share of each value of a mix ends, in units of weight; the last one is the sum. */
export function shareEnds(mix: Mix<unknown>): Float64Array {
  let sum = 0;
  return Float64Array.from(mix, ({ weight }) => (sum += weight));
}

/** Index of the value whose share holds this unit of weight. */
export function placeInShares(ends: Float64Array, unit: number): number {
  let place = 0;
  while (place < ends.length - 1 && unit >= ends[place]!) place++;
  return place;
}
