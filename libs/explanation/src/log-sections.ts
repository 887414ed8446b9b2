import type { KernelLogLine } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import type { LogSection } from './explanation.js';

const TITLES: Readonly<Record<LogSection['kernel'], string>> = {
  hibernating: 'the kernel that hibernates',
  fresh: 'a fresh kernel boots on the new VM',
  image: 'the hibernated kernel takes over and goes on',
};

/** The first line that the image logs when it has taken over (RESUME-4): it brings its CPUs up again. */
const TAKES_OVER = 'Enabling non-boot CPUs ...';

/** The kernel log, cut where another kernel takes over. Sections without a line are left out. */
export function logSections({
  circumstances,
  log,
}: Pick<Verdict, 'circumstances' | 'log'>): readonly LogSection[] {
  if (circumstances.act === 'hibernation') return sections([['hibernating', log]]);
  const at = log.findIndex(({ text }) => text === TAKES_OVER);
  if (at === -1) return sections([['fresh', log]]);
  return sections([
    ['fresh', log.slice(0, at)],
    ['image', log.slice(at)],
  ]);
}

function sections(
  parts: readonly (readonly [LogSection['kernel'], readonly KernelLogLine[]])[],
): readonly LogSection[] {
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([kernel, lines]) => ({
      kernel,
      title: TITLES[kernel],
      lines: lines.map((line) => ({ ...line, stamp: stampOf(line.atMs) })),
    }));
}

/** `[   12.345678]`: seconds and microseconds in a field of twelve, as the kernel's console prints its time. */
function stampOf(atMs: number): string {
  return `[${(atMs / 1000).toFixed(6).padStart(12)}]`;
}
