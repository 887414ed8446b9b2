import { swapOfTool } from '#libs/linux-guest';
import type { VerdictCause } from '#libs/vm-operations';

const BYTES_PER_MIB = 1024 * 1024;

/** systemd refuses when active anonymous memory fills more of the free swap than this (R82). */
const SWAP_THRESHOLD = 0.98;

/** Swap that a guest with so much memory should have; `undefined` beyond what the tool makes. Unit: MiB. */
export function recommendedSwapMib(memoryMib: number): number | undefined {
  return swapOfTool(memoryMib);
}

/** The least swap that a failed hibernation would have needed, as far as its symptom says. Unit: MiB. */
export function neededSwapMib({ symptom }: Pick<VerdictCause, 'symptom'>): number | undefined {
  const image = / of (\d+) bytes/.exec(symptom)?.[1];
  if (image !== undefined) return Math.ceil(Number(image) / BYTES_PER_MIB);
  const anonymous = /(\d+) MiB of active anonymous memory/.exec(symptom)?.[1];
  return anonymous === undefined ? undefined : Math.ceil(Number(anonymous) / SWAP_THRESHOLD);
}
