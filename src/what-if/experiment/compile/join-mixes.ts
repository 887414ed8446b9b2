import type { Mix } from '#libs/what-if';

/** Shares that have no common measure small enough to draw by. */
export class MixTooFine {}

/** Draws are unsigned and have 32 bits; a sum this small keeps shares exact to a millionth. */
const MAX_SUM = 2n ** 31n;

/**
 * One mix of several, each with the share of its own weight; equal values (by `keyOf`) become one, where the first of
 * them stands. Weights are exact, and as small as they can be.
 */
export function joinMixes<Value>(
  parts: readonly { readonly weight: number; readonly mix: Mix<Value> }[],
  keyOf: (value: Value) => string,
): Mix<Value> | MixTooFine {
  const sums = parts.map(({ mix }) => mix.reduce((sum, { weight }) => sum + BigInt(weight), 0n));
  const measure = sums.reduce((all, sum) => (all / greatestDivisor(all, sum)) * sum, 1n);
  const joined = new Map<string, { weight: bigint; readonly value: Value }>();
  for (const [index, { weight, mix }] of parts.entries()) {
    const factor = (measure / sums[index]!) * BigInt(weight);
    for (const entry of mix) {
      const key = keyOf(entry.value);
      const before = joined.get(key);
      const more = BigInt(entry.weight) * factor;
      if (before === undefined) joined.set(key, { weight: more, value: entry.value });
      else before.weight += more;
    }
  }
  const entries = [...joined.values()];
  const divisor = entries.reduce((all, { weight }) => greatestDivisor(all, weight), 0n);
  const sum = entries.reduce((all, { weight }) => all + weight, 0n) / (divisor === 0n ? 1n : divisor);
  if (sum > MAX_SUM) return new MixTooFine();
  return entries.map(({ weight, value }) => ({ weight: Number(weight / divisor), value }));
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
