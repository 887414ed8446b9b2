import type { RuleId } from '#libs/kernel-rules';
import {
  faultName,
  joinedLog,
  vmbusEra,
  worstSeverity,
  type Finding,
  type GuestProfile,
  type GuestStepRecord,
  type HibernationOutcome,
} from '#libs/linux-guest';
import type { Verdict, VerdictCause, VerdictCircumstances, VmFacts } from '#libs/vm-operations';

/** Under what conditions a verdict was reached; `profile` is the one of the kernel that it is about. */
export function circumstances(
  act: VerdictCircumstances['act'],
  { kernelVersion }: GuestProfile,
  { policy, faults }: Pick<VmFacts, 'policy' | 'faults'>,
): VerdictCircumstances {
  return {
    act,
    kernelVersion,
    era: vmbusEra(kernelVersion),
    policy: policy.name,
    faults: faults.map(faultName),
  };
}

/** How a hibernation ended for the guest. `isAsked`: by the host, which then waits for S4 (R90, R91, ASSUME-16). */
export function hibernationVerdict(
  outcome: HibernationOutcome,
  about: VerdictCircumstances,
  isAsked: boolean,
): Verdict {
  const { findings, steps } = outcome;
  const common = { findings, circumstances: about, log: joinedLog(steps) };
  switch (outcome.kind) {
    case 'reached-s4': {
      const { imageBytes, guest } = outcome.image;
      const isSeen = outcome.sleepState === 'S4' && isAsked;
      return {
        ...common,
        severity: isSeen ? 'hibernated' : 'stopped-not-hibernated',
        summary: `${guest.channels.length} closed channels and ${imageBytes} bytes of memory are in the image`,
      };
    }
    case 'aborted':
      return { ...common, severity: 'hibernate-aborted', summary: outcome.symptom, cause: causeOf(outcome) };
    case 'hung':
      return { ...common, severity: 'hung-or-undefined', summary: outcome.symptom, cause: causeOf(outcome) };
  }
}

/** A hibernation that the kernel never heard of: the request came to nothing before (INITIATE-3, R88, R89). */
export function triggerVerdict(
  cause: VerdictCause,
  about: VerdictCircumstances,
  findings: readonly Finding[] = [],
): Verdict {
  return {
    severity: 'hibernate-aborted',
    summary: cause.symptom,
    cause: causeOf(cause),
    findings,
    circumstances: about,
    log: [],
  };
}

/** A resume that ended before it began: the fresh kernel never got out of the way (RESUME-3, R22). */
export function hungFreshKernelVerdict(
  { rule, phase, symptom }: Omit<VerdictCause, 'assumption'>,
  about: VerdictCircumstances,
  records: readonly (GuestStepRecord | undefined)[],
): Verdict {
  return {
    severity: 'hung-or-undefined',
    summary: symptom,
    cause: causeOf({ rule, phase, symptom }),
    findings: [],
    circumstances: about,
    log: joinedLog(records.filter((record) => record !== undefined)),
  };
}

/** How a resume ended: the gravest of its findings says. */
export function resumeVerdict(
  findings: readonly Finding[],
  records: Parameters<typeof joinedLog>[0],
  rest: Pick<Verdict, 'summary' | 'circumstances' | 'report' | 'vfs'>,
): Verdict {
  return { ...rest, severity: worstSeverity(findings), findings, log: joinedLog(records) };
}

/** Causes that the sources leave open (R-section 12), and what was assumed. */
const OPEN_POINTS: Partial<Record<RuleId, RuleId>> = {
  R48: 'ASSUME-20',
  R54: 'ASSUME-2',
  R89: 'ASSUME-1',
};

function causeOf({ rule, phase, symptom, errno }: VerdictCause): VerdictCause {
  const assumption = OPEN_POINTS[rule];
  return {
    rule,
    phase,
    symptom,
    ...(errno === undefined ? {} : { errno }),
    ...(assumption === undefined ? {} : { assumption }),
  };
}
