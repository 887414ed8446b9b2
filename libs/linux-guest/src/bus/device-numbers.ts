import type { Scenario } from './scenario.js';

/**
 * Numbers that stand for the GUIDs of a scenario's devices, so that the bus compares integers: equal texts, equal
 * numbers, namely the index of the first device that has the text.
 */
export class DeviceNumbers {
  readonly ofClass: readonly number[];
  readonly ofInstance: readonly number[];

  constructor(devices: Scenario['devices']) {
    this.ofClass = firstIndexes(devices, 0);
    this.ofInstance = firstIndexes(devices, 1);
  }
}

/** Searches instead of hashing: there are few devices, and most texts differ early. */
function firstIndexes(devices: Scenario['devices'], part: 0 | 1): number[] {
  const indexes: number[] = [];
  for (const device of devices) {
    let first = 0;
    while (devices[first]![part] !== device[part]) first++;
    indexes.push(first);
  }
  return indexes;
}
