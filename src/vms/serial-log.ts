import type { KernelLogLine } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';

/** Width of the seconds in front of a line of a kernel log: `[   12.345678]`. */
const STAMP_WIDTH = 12;
const MS_PER_SECOND = 1_000;

/** What the console has shown: the kernel log of the last start, and behind it that of a hibernation since then. */
export function serialLog({
  start,
  hibernation,
}: {
  readonly start: Verdict | null;
  readonly hibernation: Verdict | null;
}): string {
  const parts = [start, hibernation].filter((verdict) => verdict !== null);
  return parts.flatMap(({ log }) => log.map(consoleLine)).join('');
}

function consoleLine({ atMs, text }: KernelLogLine): string {
  return `[${(atMs / MS_PER_SECOND).toFixed(6).padStart(STAMP_WIDTH)}] ${text}\n`;
}
