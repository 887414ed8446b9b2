import type { HibernationInitiator, VmbusEra } from '#libs/linux-guest';
import type { DeviceComparison } from './device-comparison.js';
import { PREFLIGHT_SEVERITIES, type PreflightSeverity, type Problem } from './problem.js';

/** A problem with what to do about it. */
export interface PreflightItem extends Omit<Problem, 'isHidden'> {
  /** What was tried in the model and made the problem go away; absent: nothing that was tried did. */
  readonly remedy?: string;
  /** It does not show as things stand: a problem before it ends the attempt, and was remedied in the model to see further. */
  readonly isHidden: boolean;
}

export const PREFLIGHT_VERDICTS = [
  'would resume',
  'would resume degraded',
  'would not resume',
  'cannot hibernate',
] as const;
export type PreflightVerdict = (typeof PREFLIGHT_VERDICTS)[number];

export interface PreflightSummary {
  readonly verdict: PreflightVerdict;
  readonly counts: Readonly<Record<PreflightSeverity, number>>;
}

export interface PreflightReport {
  readonly vm: string;
  /** Under which policy, and by whom, the VM is put to sleep. */
  readonly source: { readonly policy: string; readonly initiatedBy: HibernationInitiator };
  readonly target: {
    readonly policy: string;
    /** Absent where no host takes the VM, and where it stays in its Hyper-V VM. */
    readonly host?: string;
    readonly generation?: string;
    /** Of the kernel that boots there and reads the image. */
    readonly kernelVersion: string;
    /** Of the kernel in the image, whose rules decide the resume. */
    readonly era: VmbusEra;
  };
  /** In the order of time. */
  readonly items: readonly PreflightItem[];
  readonly summary: PreflightSummary;
  readonly devices: readonly DeviceComparison[];
  /** What had to be assumed because nothing was said about it, one sentence each. */
  readonly assumed: readonly string[];
}

/** What the items come to: the way down decides first, then the worst on the way back. */
export function summarise(items: readonly PreflightItem[]): PreflightSummary {
  const counts = Object.fromEntries(
    PREFLIGHT_SEVERITIES.map((severity) => [
      severity,
      items.filter((item) => item.severity === severity).length,
    ]),
  ) as Record<PreflightSeverity, number>;
  return { verdict: verdictOf(items), counts };
}

function verdictOf(items: readonly PreflightItem[]): PreflightVerdict {
  if (items.some((item) => item.source !== 'resume' && ends(item))) return 'cannot hibernate';
  if (items.some(ends)) return 'would not resume';
  return items.some(({ severity }) => severity === 'resumed-degraded')
    ? 'would resume degraded'
    : 'would resume';
}

function ends({ severity }: PreflightItem): boolean {
  switch (severity) {
    case 'info':
    case 'warning':
    case 'resumed-degraded':
      return false;
    case 'blocks-enabling':
    case 'blocks-hibernation':
    case 'blocks-start':
    case 'image-rejected':
    case 'hung-or-undefined':
      return true;
    default:
      return assertNever(severity);
  }
}

function assertNever(value: never): never {
  throw new Error(`unexpected severity ${JSON.stringify(value)}`);
}
