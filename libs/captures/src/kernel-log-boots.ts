import type { CaptureSide } from './capture.js';
import { kernelVersionIn, type TextLine } from './text-lines.js';

/** The part of a log that one boot of a kernel wrote. */
export interface LoggedBoot {
  /** From 1. */
  readonly number: number;
  readonly kernelVersion?: string;
  readonly lines: readonly TextLine[];
}

const TIMESTAMP = /\[ *(\d+)\.\d+\]/;
/** Within its first second a kernel may write its banner again: to a serial console that has just been opened. */
const SAME_BOOT_SECONDS = 1;
/** Written when a hibernation begins; up to 5.4 without the second word. */
const HIBERNATION_ENTRY = /\bPM: (?:hibernation: )?hibernation entry\b/;

/**
 * Cuts a log at the banners of the kernel. What stands before the first banner is a boot of its own if it says
 * anything about devices of VMBus.
 */
export function splitBoots(
  lines: readonly TextLine[],
  saysSomething: (text: string) => boolean,
): readonly LoggedBoot[] {
  const starts: { readonly at: number; readonly kernelVersion: string }[] = [];
  let seconds: number | undefined;
  let banner = '';
  for (const [at, { text }] of lines.entries()) {
    const kernelVersion = kernelVersionIn(text);
    const stamp = TIMESTAMP.exec(text)?.[1];
    if (kernelVersion !== undefined) {
      const isRepeated = kernelVersion === banner && seconds !== undefined && seconds < SAME_BOOT_SECONDS;
      if (!isRepeated) {
        starts.push({ at, kernelVersion });
        banner = kernelVersion;
        seconds = undefined;
      }
    }
    if (stamp !== undefined) seconds = Math.max(seconds ?? 0, Number(stamp));
  }
  const head = lines.slice(0, starts[0]?.at);
  const headBoot = head.some(({ text }) => saysSomething(text)) ? [{ lines: head }] : [];
  const boots = starts.map(({ at, kernelVersion }, index) => ({
    kernelVersion,
    lines: lines.slice(at, starts[index + 1]?.at),
  }));
  return [...headBoot, ...boots].map((boot, index) => ({ number: index + 1, ...boot }));
}

export interface LifeOfBoot {
  readonly lines: readonly TextLine[];
  /** Number of the line at which the rest was cut off. */
  readonly cutAt?: number;
}

/**
 * A log of a guest that hibernated tells about two VMs: up to the last hibernation about the one that the image was
 * made on, after it about the one where the image goes on. The image keeps the log, so both stand in one boot.
 */
export function lifeOf({ lines }: LoggedBoot, side: CaptureSide): LifeOfBoot {
  const at = lines.findLastIndex(({ text }) => HIBERNATION_ENTRY.test(text));
  if (at === -1) return { lines };
  const cutAt = lines[at]!.number;
  return { lines: side === 'before' ? lines.slice(0, at) : lines.slice(at + 1), cutAt };
}
