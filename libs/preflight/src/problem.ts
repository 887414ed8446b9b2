import type { RuleId } from '#libs/kernel-rules';
import { KERNEL_PHASES, type Finding, type KernelPhase, type LaterConsequence } from '#libs/linux-guest';

/**
 * How bad a problem is, worst last. `blocks-enabling` and `blocks-hibernation`: the platform or the guest refuses, and
 * the VM runs on. `blocks-start`: no host takes the VM, which stays asleep. `image-rejected`: a cold boot, memory is lost.
 */
export const PREFLIGHT_SEVERITIES = [
  'info',
  'warning',
  'resumed-degraded',
  'blocks-enabling',
  'blocks-hibernation',
  'blocks-start',
  'image-rejected',
  'hung-or-undefined',
] as const;
export type PreflightSeverity = (typeof PREFLIGHT_SEVERITIES)[number];

/** Who notices: the control plane before it begins, the guest on its way to sleep, or the way back. */
export type PreflightSource = 'arm' | 'guest' | 'resume';

/** Where it shows: asking the platform, the guest's two sequences, finding a host in between. */
export type PreflightPhase = 'enabling' | 'request' | 'placement' | KernelPhase;

/** One thing that is the case and what follows. */
export interface Problem {
  readonly severity: PreflightSeverity;
  readonly rule: RuleId;
  readonly source: PreflightSource;
  readonly phase: PreflightPhase;
  /** `nic 0`, `os disk`, or what else of the VM it is about; absent when it concerns all of it. */
  readonly slot?: string;
  /** One sentence: what is the case. */
  readonly summary: string;
  /** One sentence: what follows from it. */
  readonly consequence: string;
  /** What follows at other times. */
  readonly later?: readonly LaterConsequence[];
  /** The sources leave it open; this assumption decided. */
  readonly assumption?: RuleId;
  /** It would show if the VM got past what was found before it, which it does not. */
  readonly isHidden?: true;
}

/** Every phase in the order of time. C0 to C11 come before the fresh kernel's devices are suspended (B5). */
const ORDER: readonly PreflightPhase[] = [
  'enabling',
  'request',
  ...kernelPhases(/^(trigger|H\d+)$/),
  'placement',
  'B1',
  ...kernelPhases(/^C\d+$/),
  'B5',
  ...kernelPhases(/^(R\dr|complete|after)$/),
];

/** Negative when `a` comes before `b`. */
export function comparePhases(a: PreflightPhase, b: PreflightPhase): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** Positive when `a` is worse. */
export function compareSeverities(a: PreflightSeverity, b: PreflightSeverity): number {
  return PREFLIGHT_SEVERITIES.indexOf(a) - PREFLIGHT_SEVERITIES.indexOf(b);
}

/** Nothing that anybody has to act upon. */
export function isMild({ severity }: Pick<Problem, 'severity'>): boolean {
  return compareSeverities(severity, 'warning') <= 0;
}

/** What tells problems apart when the same VM is looked at again under other circumstances. */
export function problemKey({ rule, source, phase, slot, summary, consequence }: Problem): string {
  // What a resumed guest has lost is counted in words that change with every remedy; elsewhere words tell causes apart.
  const words = comparePhases(phase, 'R1r') < 0 ? summary + consequence : summary.replaceAll(/\d+/g, '#');
  return [source, rule, phase, slot ?? words].join(' | ');
}

/** A finding of the guest model as a problem. */
export function problemOfFinding(finding: Finding, source: PreflightSource): Problem {
  const { severity: _ofRun, rule, phase, slot, summary, consequence, later, assumption } = finding;
  return {
    severity: severityOf(finding),
    rule,
    source,
    phase,
    ...(slot === undefined ? {} : { slot }),
    summary,
    consequence,
    ...(later === undefined ? {} : { later }),
    ...(assumption === undefined ? {} : { assumption }),
  };
}

function severityOf({ severity, later = [] }: Finding): PreflightSeverity {
  switch (severity) {
    case 'resumed':
      return later.length === 0 ? 'info' : 'warning';
    case 'resumed-degraded':
    case 'hung-or-undefined':
      return severity;
    case 'resume-rejected-cold-boot':
      return 'image-rejected';
    case 'hibernate-aborted':
      return 'blocks-hibernation';
    default:
      return assertNever(severity);
  }
}

function kernelPhases(pattern: RegExp): readonly KernelPhase[] {
  return (Object.keys(KERNEL_PHASES) as KernelPhase[]).filter((phase) => pattern.test(phase));
}

function assertNever(value: never): never {
  throw new Error(`unexpected severity ${JSON.stringify(value)}`);
}
