import {
  bootFreshKernel,
  enterImageStep,
  freezeFreshKernelStep,
  matchOffersStep,
  readImage,
  recordVerdict,
  reopenChannelsStep,
} from '#libs/hibernation';
import type { Refusal } from '#libs/refusal';
import type { MatchReport } from '#libs/resume-matching';
import type { StepOutputs } from '#libs/saga';
import { placeVm, type Partition, type VmFacts } from '#libs/vm-operations';
import { decisionOf, sureDecisionOf, withChange } from './decisions.js';
import { createdOn, placedOn, sentence } from './fall-asleep.js';
import { candidates, placementProblems } from './placement-problems.js';
import { problemOfFinding, type Problem } from './problem.js';
import { wishing, type Subject } from './subject.js';

/** The second half of a rehearsal: how a sleeping VM comes back on its target. */
export interface WakingUp {
  readonly problems: readonly Problem[];
  /** After which nothing more happens; one of the problems. */
  readonly stopper?: Problem;
  /** The new machine, if there was one. */
  readonly machine?: Partition;
  readonly report?: MatchReport;
}

/**
 * What the start pipeline would decide, step for step (place, create-hyperv-vm, boot-fresh-kernel, read-image,
 * freeze-fresh-kernel, enter-image, match-offers, reopen-channels).
 */
export function wakeUp(asleep: VmFacts, subject: Subject): WakingUp {
  const facts: VmFacts = {
    ...wishing(asleep, subject),
    operationId: 'preflight, second start',
    policy: subject.target.policy,
  };
  const placed = placeVm.decide(facts, {});
  switch (placed.kind) {
    case 'proceed':
      return restart(createdOn(facts, placed.decision));
    case 'skip':
      return restart(facts);
    case 'refused':
      return turnedAway(facts, placed.refusal);
    default:
      return assertNever(placed);
  }
}

/** What would follow on the one host that was asked about is worth knowing, although the VM does not get there. */
function turnedAway(facts: VmFacts, refused: Refusal): WakingUp {
  const problems = placementProblems(facts, refused);
  const [host, ...others] = candidates(facts);
  if (host === undefined || others.length > 0) return { problems, stopper: problems[0] };
  const there = restart(createdOn(facts, placedOn(host, facts)));
  const hidden = there.problems.map((problem): Problem => ({ ...problem, isHidden: true }));
  return { ...there, problems: [...problems, ...hidden] };
}

function restart(created: VmFacts): WakingUp {
  const boot = sureDecisionOf(bootFreshKernel, created);
  const running = withChange(created, { kind: 'guest-runs', guest: boot.guest });
  const facts = boot.offersVfs ? withChange(running, { kind: 'vfs-offered' }) : running;
  const machine = facts.partition!;
  const outputs: Record<string, unknown> = { [readImage.name]: sureDecisionOf(readImage, facts) };
  const frozen = decisionOf(freezeFreshKernelStep, facts, outputs);
  if (frozen?.kind === 'hung') {
    const { rule, phase, symptom } = frozen;
    const consequence = 'The fresh kernel never gives way to the image, and nothing else happens.';
    return stopped(
      {
        severity: 'hung-or-undefined',
        rule,
        source: 'resume',
        phase,
        summary: sentence(symptom),
        consequence,
      },
      machine,
    );
  }
  outputs[freezeFreshKernelStep.name] = frozen;
  const decision = sureDecisionOf(enterImageStep, facts, outputs);
  if (decision.kind === 'cold-boot') return stopped(rejection(decision.cold), machine);
  const { guest, ...rest } = decision.entered;
  outputs[enterImageStep.name] = { kind: 'restore', ...rest };
  return resumed(withChange(facts, { kind: 'guest-runs', guest }), outputs);
}

function resumed(entered: VmFacts, outputs: Record<string, unknown>): WakingUp {
  const matched = sureDecisionOf(matchOffersStep, entered, outputs);
  outputs[matchOffersStep.name] = matched;
  const reopened = sureDecisionOf(reopenChannelsStep, entered, outputs);
  outputs[reopenChannelsStep.name] = reopened;
  const facts = withChange(entered, { kind: 'guest-runs', guest: reopened.guest });
  const problems = [...waitProblems(matched.report, facts), ...findingsOf(facts, outputs)];
  // A device that never comes back keeps all that comes after it from being looked at (R44).
  const isHung = reopened.records.some(({ outcome }) => outcome === 'hung');
  const hung = problems.find(({ severity, phase }) => severity === 'hung-or-undefined' && phase === 'R2r');
  return {
    problems,
    ...(isHung && hung !== undefined ? { stopper: hung } : {}),
    machine: facts.partition!,
    report: matched.report,
  };
}

/**
 * All that is out of order: not that a VF has come (MOVE-10), nor that a device of the image has a successor under
 * another GUID, which is told with the device.
 */
function findingsOf(facts: VmFacts, outputs: StepOutputs): readonly Problem[] {
  const { findings, report } = sureDecisionOf(recordVerdict, facts, outputs);
  const lost = new Set(
    (report?.rows ?? []).filter(({ outcome }) => outcome === 'unmatched').map(({ slot }) => slot),
  );
  return findings
    .filter(({ rule, slot = '' }) => rule !== 'MOVE-10' && !(rule === 'CONSIDER-4' && lost.has(slot)))
    .map((finding) => problemOfFinding(finding, 'resume'));
}

/** R41: what the devices that do not come cost in time. */
function waitProblems({ waitMs, timedOut }: MatchReport, { partition }: VmFacts): readonly Problem[] {
  if (!timedOut || waitMs === 0) return [];
  const isEraA = partition?.guest?.era === 'A';
  return [
    {
      severity: 'info',
      rule: isEraA ? 'DEVICES-5' : 'R40',
      source: 'resume',
      phase: 'R2r',
      summary: `The bus waits ${waitMs / 1000} s in vain for ${isEraA ? 'devices of the image' : 'the host to say that all offers are out'}.`,
      consequence: 'The resume takes so much longer, and goes on then.',
    },
  ];
}

type Cold = Extract<Parameters<(typeof enterImageStep)['apply']>[0], { kind: 'cold-boot' }>['cold'];

function rejection({ rule, phase, reason, errno, imageLost }: Cold): Problem {
  const fate = imageLost
    ? 'The memory of the VM is lost'
    : 'The image stays on the disk, and must not be resumed after that';
  return {
    severity: 'image-rejected',
    rule,
    source: 'resume',
    phase,
    summary: sentence(reason),
    consequence: `The VM boots cold${errno === undefined ? '' : ` (${errno})`}. ${fate}.`,
  };
}

function stopped(problem: Problem, machine: Partition): WakingUp {
  return { problems: [problem], stopper: problem, machine };
}

function assertNever(value: never): never {
  throw new Error(`unexpected decision ${JSON.stringify(value)}`);
}
