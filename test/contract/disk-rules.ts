import { isObject } from './model-violations.js';

/** A disk says who has it exactly while somebody has it: attached, or reserved for a VM that is on no host. */
export function diskViolations(disk: Readonly<Record<string, unknown>>): readonly string[] {
  const properties = isObject(disk['properties']) ? disk['properties'] : {};
  const { diskState } = properties;
  if (diskState === undefined) return [];
  const isOwned = diskState === 'Attached' || diskState === 'Reserved';
  return isOwned === (disk['managedBy'] !== undefined)
    ? []
    : [`diskState is ${String(diskState)} ${isOwned ? 'without' : 'with'} managedBy`];
}
