import { vmbusEra, type VmbusEra } from '#libs/linux-guest';
import type { Capture } from './capture.js';

/** Which rules the resume follows, and how that is known. */
export interface EraChoice {
  readonly era: VmbusEra;
  readonly source: 'given' | 'kernel-version' | 'resume-evidence' | 'default';
  /** One sentence without a full stop. */
  readonly because: string;
}

/**
 * The era of the kernel in the image (R40): as given; else by the kernel version in `before`, since that kernel made the
 * image; else by a line that only one era's kernels print; else A, which is most of what runs today.
 */
export function chooseEra(
  given: VmbusEra | undefined,
  { before, after }: { readonly before: Capture; readonly after: Capture },
): EraChoice {
  if (given !== undefined) return { era: given, source: 'given', because: 'it was given' };
  const { kernelVersion } = before;
  if (kernelVersion !== undefined && /^\d/.test(kernelVersion)) {
    const era = vmbusEra(kernelVersion);
    const side = era === 'A' ? 'older than' : 'not older than';
    const because = `kernel ${kernelVersion} of the image is ${side} 6.13.4, with which the rules changed`;
    return { era, source: 'kernel-version', because };
  }
  const evidence = before.resumeEvidence ?? after.resumeEvidence;
  if (evidence !== undefined) {
    const side = before.resumeEvidence === undefined ? 'after' : 'before';
    const because = `line ${evidence.line} of the capture ${side} is one that only kernels of this era print`;
    return { era: evidence.era, source: 'resume-evidence', because };
  }
  return {
    era: 'A',
    source: 'default',
    because: 'no kernel version is known, and most kernels in use are of it',
  };
}
