import type { GuestProfile } from './guest-profile.js';

/** The swap file of Microsoft's hibernation-setup-tool: up to so much memory, MiB, so many times it (R82). */
const SWAP_FACTORS = [
  { upToMib: 2_048, factor: 3 },
  { upToMib: 8_192, factor: 2 },
  { upToMib: 65_536, factor: 1.5 },
  { upToMib: 262_144, factor: 1.25 },
] as const;

/** The most memory for which the tool makes a swap file. Unit: MiB. Source: R82. */
export const MOST_MEMORY_OF_TOOL_MIB = 262_144;

/** Swap that the tool makes for so much memory; `undefined` beyond what it makes any for. Unit: MiB. Source: R82. */
export function swapOfTool(memoryMib: number): number | undefined {
  const found = SWAP_FACTORS.find(({ upToMib }) => memoryMib <= upToMib);
  return found === undefined ? undefined : Math.ceil(memoryMib * found.factor);
}

/** What the tool leaves in a guest (R82, R83, R89): a udev rule, a swap file, and `resume=` that names it. */
export function setUpByTool(
  swapMib: number,
): Pick<GuestProfile, 'hasUdevHibernateRule' | 'swapMib' | 'hasResumeParameter'> {
  return { hasUdevHibernateRule: true, swapMib, hasResumeParameter: true };
}
