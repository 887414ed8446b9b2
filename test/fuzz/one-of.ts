import type { Random } from '#libs/determinism';

export function oneOf<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[random.below(values.length)];
  if (value === undefined && values.length === 0) throw new Error('nothing to choose from');
  return value as Value;
}
