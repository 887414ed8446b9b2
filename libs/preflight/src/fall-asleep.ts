import {
  awaitOwnS4,
  awaitS4,
  hibernationVerdict,
  recordConfiguration,
  removeVfs,
  signalGuest,
} from '#libs/hibernation';
import type { Host } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { place } from '#libs/placement';
import type { StepOutputs } from '#libs/saga';
import {
  bootVm,
  createHypervVm,
  offerVfs,
  osDiskOf,
  placementRequest,
  placeVm,
  type Placed,
  type Verdict,
  type VerdictCause,
  type VmFacts,
} from '#libs/vm-operations';
import { kindOfSlot } from '#libs/vmbus';
import { decisionOf, sureDecisionOf, withChange } from './decisions.js';
import { isAsleep, type Subject } from './subject.js';
import { problemOfFinding, type Problem } from './problem.js';

/** The first half of a rehearsal: the guest sleeps, or something keeps it awake. */
export type FallingAsleep =
  | {
      readonly kind: 'asleep';
      /** Without a Hyper-V VM, or with the one that stays. The image is on the OS disk. */
      readonly facts: VmFacts;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'awake'; readonly problem: Problem };

/**
 * What the hibernation pipeline would decide, step for step (remove-vfs, signal-guest, await-s4, record-configuration).
 * A VM that does not run is started first, one that sleeps already is left alone.
 */
export function fallAsleep(subject: Subject): FallingAsleep {
  if (isAsleep(subject)) return { kind: 'asleep', facts: subject.facts, problems: [] };
  const running = runningFacts(subject);
  if (subject.initiatedBy === 'self') {
    return settle(subject, { facts: running, outputs: {} }, sureDecisionOf(awaitOwnS4, running));
  }
  const removal = decisionOf(removeVfs, running);
  const facts = removal === undefined ? running : withChange(running, { kind: 'vfs-hidden' });
  const { answer } = sureDecisionOf(signalGuest, facts);
  if (answer.kind !== 'accepted') {
    const { rule, symptom } = answer;
    const cause = { rule, phase: 'trigger', symptom } as const;
    return { kind: 'awake', problem: problemOfCause(cause, 'hibernate-aborted') };
  }
  const outputs = { [removeVfs.name]: removal, [signalGuest.name]: answer };
  return settle(subject, { facts, outputs }, sureDecisionOf(awaitS4, facts, outputs));
}

/** A VM on its way, and what its steps have put out so far. */
interface Progress {
  readonly facts: VmFacts;
  readonly outputs: StepOutputs;
}

type Act = Parameters<(typeof awaitS4)['apply']>[0];

function settle(subject: Subject, progress: Progress, act: Act): FallingAsleep {
  const isAsked = subject.initiatedBy !== 'self';
  const { severity, cause } =
    act.kind === 'guest-acts' ? hibernationVerdict(act.outcome, act.about, isAsked) : act.verdict;
  if (act.kind === 'nobody-acts' || act.outcome.kind !== 'reached-s4') {
    if (cause === undefined) throw new Error(`${severity} without a cause`);
    return { kind: 'awake', problem: problemOfCause(cause, severity) };
  }
  const { image, findings } = act.outcome;
  return {
    kind: 'asleep',
    facts: factsAsleep(subject, progress, image),
    // What a sleeping guest has to say of its image weighs only at the resume, which is looked at as well.
    problems: findings.map((finding) => {
      const problem = problemOfFinding(finding, 'guest');
      return problem.severity === 'info' ? problem : { ...problem, severity: 'warning' };
    }),
  };
}

/** The VM with a running guest: as it is, or started where it would be. */
export function runningFacts({ facts: before, sourceHosts }: Subject): VmFacts {
  if (before.partition?.guest !== undefined) return before;
  const facts = { ...before, operationId: 'preflight, first start' };
  const created = createdOn(
    facts,
    facts.partition === undefined ? firstPlace(facts, sourceHosts) : undefined,
  );
  const { guest } = sureDecisionOf(bootVm, created);
  const booted = withChange(created, { kind: 'guest-runs', guest });
  return decisionOf(offerVfs, booted) === undefined ? booted : withChange(booted, { kind: 'vfs-offered' });
}

/** The VM with a Hyper-V VM on a host, its devices named by the policy in force. */
export function createdOn(facts: VmFacts, placed: Placed | undefined): VmFacts {
  if (placed === undefined) return facts;
  const { partition, kept } = sureDecisionOf(createHypervVm, facts, { [placeVm.name]: placed });
  return { ...facts, partition, vm: { ...facts.vm, keptGuids: kept } };
}

/** The host that placement would choose; where none has room, the first one: the question is about the guest. */
function firstPlace(facts: VmFacts, hosts: readonly Host[]): Placed {
  const { hostName: _wished, ...request } = placementRequest(facts);
  const verdict = place(request, hosts);
  const host = hosts.find(({ id }) => verdict.kind === 'placed' && id === verdict.hostId) ?? hosts[0];
  if (host === undefined) throw new Error('a rehearsal needs a host to start the VM on');
  return placedOn(host, facts);
}

/** As if placement had chosen this host. */
export function placedOn({ id, name, generation }: Host, facts: VmFacts): Placed {
  const { demand } = placementRequest(facts);
  return { hostId: id, hostName: name, generation, demand, ranking: [], rejected: [] };
}

function factsAsleep({ target }: Subject, { facts, outputs }: Progress, image: HibernationImage): VmFacts {
  const saved = sureDecisionOf(recordConfiguration, facts, outputs);
  const os = osDiskOf(facts);
  const disks = facts.disks.map((disk) => (disk === os ? { ...disk, image } : disk));
  const asleep = { ...withChange(facts, { kind: 'powered-off' }), disks, vm: { ...facts.vm, saved } };
  if (target.place.kind === 'same-machine') return asleep;
  const { partition: _left, ...rest } = asleep;
  return rest;
}

function problemOfCause(
  { rule, phase, symptom, errno }: VerdictCause,
  severity: Verdict['severity'],
): Problem {
  const isHung = severity === 'hung-or-undefined';
  const result = errno === undefined ? '' : ` The write to /sys/power/state returns ${errno}.`;
  return {
    severity: isHung ? severity : 'blocks-hibernation',
    rule,
    source: 'guest',
    phase,
    summary: sentence(symptom),
    consequence: isHung
      ? 'The guest never comes out of it, and can only be powered off.'
      : `The VM runs on and has no image.${phase === 'trigger' ? '' : result}`,
  };
}

/** A symptom as one sentence. Slots keep their names. */
export function sentence(symptom: string): string {
  const begins = kindOfSlot(symptom) === undefined ? symptom.charAt(0).toUpperCase() : symptom.charAt(0);
  const text = begins + symptom.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
