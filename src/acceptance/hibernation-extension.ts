import { setUpByTool, swapOfTool } from '#libs/linux-guest';
import type { GuestOverrides, Machine } from './acceptance-case.js';

/** A guest that nobody has prepared for hibernation. */
export const NOTHING_SET_UP: GuestOverrides = {
  hasUdevHibernateRule: false,
  swapMib: 0,
  hasResumeParameter: false,
};

/**
 * What the hibernation extension leaves in a guest (R82, R83, R89). Throws `RangeError` for more memory than its tool
 * makes a swap file for.
 */
export function extensionSetUp({ memoryMib }: Pick<Machine, 'memoryMib'>): GuestOverrides {
  const swapMib = swapOfTool(memoryMib);
  if (swapMib === undefined) throw new RangeError(`the tool makes no swap file for ${memoryMib} MiB`);
  return setUpByTool(swapMib);
}
