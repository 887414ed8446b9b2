import { ELIGIBILITY_CHECKS } from '#libs/hibernation';
import { REFUSALS, type Refusal } from '#libs/refusal';
import { isChanging, mayBegin } from '#libs/vm-lifecycle';
import type { VmFacts } from '#libs/vm-operations';
import type { PreflightSeverity, Problem } from './problem.js';

/** What the control plane would refuse, and what helps: its own checks, all of them (AZURE-1, AZURE-18, AZURE-21). */
export interface Refused {
  readonly problem: Problem;
  readonly remedy: string;
}

export function platformProblems(facts: VmFacts): readonly Refused[] {
  return [...stateProblems(facts), ...eligibilityProblems(facts)];
}

/** A VM that an operation has; one that merely does not run is taken as started. */
function stateProblems({ vm }: VmFacts): readonly Refused[] {
  const allowed = mayBegin(vm.state, 'hibernating');
  if (!isChanging(vm.state) || allowed.kind !== 'refused') return [];
  return [refused(allowed.refusal, 'blocks-hibernation')];
}

function eligibilityProblems(facts: VmFacts): readonly Refused[] {
  return ELIGIBILITY_CHECKS.flatMap((check) =>
    oneExclusionAtATime(facts).flatMap((asked) => {
      const against = check.refusal(asked);
      if (against === undefined) return [];
      const blocksEnabling = check.asked === 'enable' && !facts.vm.hibernationEnabled;
      return [refused(against, blocksEnabling ? 'blocks-enabling' : 'blocks-hibernation')];
    }),
  ).filter(isFirstOfItsRule);
}

/** A VM may use several features that rule hibernation out; a check names one rule at a time. */
function oneExclusionAtATime(facts: VmFacts): readonly VmFacts[] {
  const { exclusions } = facts.vm;
  if (exclusions.length < 2) return [facts];
  return exclusions.map((exclusion) => ({ ...facts, vm: { ...facts.vm, exclusions: [exclusion] } }));
}

function isFirstOfItsRule({ problem }: Refused, at: number, all: readonly Refused[]): boolean {
  return (
    all.findIndex(
      (other) => other.problem.rule === problem.rule && other.problem.summary === problem.summary,
    ) === at
  );
}

function refused({ code, rule, detail }: Refusal, severity: PreflightSeverity): Refused {
  const { sentence, remedy } = REFUSALS[code];
  return {
    remedy,
    problem: {
      severity,
      rule,
      source: 'arm',
      phase: severity === 'blocks-enabling' ? 'enabling' : 'request',
      summary: `${sentence.replace(/\.$/, '')}: ${detail}.`,
      consequence:
        severity === 'blocks-enabling'
          ? 'Hibernation cannot be enabled for the VM, and so it cannot hibernate.'
          : 'The request to hibernate is refused, and the VM runs on.',
    },
  };
}
