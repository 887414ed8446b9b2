import type { GuestOverrides, Machine } from './acceptance-case.js';

/** A guest that nobody has prepared for hibernation. */
export const NOTHING_SET_UP: GuestOverrides = {
  hasUdevHibernateRule: false,
  swapMib: 0,
  hasResumeParameter: false,
};

/** The swap file of Microsoft's hibernation-setup-tool: up to so much memory, MiB, so many times it (R82). */
const SWAP_FACTORS = [
  [2_048, 3],
  [8_192, 2],
  [65_536, 1.5],
  [262_144, 1.25],
] as const;

/**
 * What the hibernation extension leaves in a guest (R82, R83, R89): a udev rule, a swap file, and `resume=` that names
 * it. Throws `RangeError` for more memory than the tool makes a swap file for.
 */
export function extensionSetUp({ memoryMib }: Pick<Machine, 'memoryMib'>): GuestOverrides {
  const [, factor] = SWAP_FACTORS.find(([upToMib]) => memoryMib <= upToMib) ?? [];
  if (factor === undefined) throw new RangeError(`the tool makes no swap file for ${memoryMib} MiB`);
  return {
    hasUdevHibernateRule: true,
    swapMib: Math.ceil(memoryMib * factor),
    hasResumeParameter: true,
  };
}
