import { vmbusEra, type HibernationInitiator } from '#libs/linux-guest';
import { osDiskOf, type VmFacts } from '#libs/vm-operations';
import { adviceFor } from './advice.js';
import { compareDevices, type DeviceComparison } from './device-comparison.js';
import { runningFacts } from './fall-asleep.js';
import { platformProblems } from './platform-problems.js';
import { comparePhases, isMild, problemKey } from './problem.js';
import { rehearse, type Rehearsal } from './rehearsal.js';
import { RemedySearch } from './remedies/find-remedy.js';
import { summarise, type PreflightItem, type PreflightReport } from './report.js';
import { isAsleep, type PreflightTarget, type Subject } from './subject.js';

export interface PreflightInput extends Omit<Subject, 'initiatedBy'> {
  readonly target: PreflightTarget;
  /** By whom the VM is put to sleep; the platform asks through the Shutdown service. */
  readonly initiatedBy: HibernationInitiator;
  /** Asks about this kernel, `major.minor[.patch]`, instead of the guest's own. */
  readonly kernelVersion?: string;
  /** What the caller had to assume to describe the VM. */
  readonly assumed?: readonly string[];
}

/**
 * Everything that hibernating this VM and resuming it on that target would break, and what helps. Nothing is carried out:
 * the steps of the real pipelines decide over facts that nobody stores, are told that each obstacle in turn has been
 * removed, and decide again, until the VM has come all the way back. Pure.
 */
export function preflight(input: PreflightInput): PreflightReport {
  const { subject, assumed } = subjectOf(input);
  const asked = isAsleep(subject) || subject.initiatedBy === 'self' ? [] : platformProblems(subject.facts);
  const examined = examine(subject);
  const items: readonly PreflightItem[] = [
    ...asked.map(({ problem, remedy }) => ({ ...problem, remedy, isHidden: false })),
    ...adviceOn(subject),
    // A request that is refused never reaches the guest.
    ...examined.items.map((item) => (asked.length === 0 ? item : { ...item, isHidden: true })),
  ].toSorted((a, b) => comparePhases(a.phase, b.phase));
  const devices = compareDevices(examined.last, subject);
  return {
    vm: subject.facts.vm.name,
    source: { policy: subject.facts.policy.name, initiatedBy: subject.initiatedBy },
    target: targetOf(subject, examined.last),
    items,
    summary: summarise(items),
    devices,
    assumed: [...assumed, ...drawnAssumptions(devices), ...examined.unexamined],
  };
}

/** More obstacles than any VM has; each turn removes one for good. */
const MOST_TURNS = 500;

interface Examined {
  readonly items: readonly PreflightItem[];
  /** The rehearsal that came furthest. */
  readonly last: Rehearsal;
  readonly unexamined: readonly string[];
}

/** Rehearses, removes what stopped it, and rehearses again. */
function examine(subject: Subject): Examined {
  const items = new Map<string, PreflightItem>();
  let current = subject;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const last = rehearse(current);
    const remedies = new RemedySearch(current, last.asleep);
    for (const problem of last.problems) {
      const key = problemKey(problem);
      if (items.has(key)) continue;
      const { remedy, slot } = remedies.find(problem) ?? {};
      items.set(key, {
        ...problem,
        ...(slot === undefined ? {} : { slot }),
        ...(remedy === undefined ? {} : { remedy }),
        isHidden: turn > 0 || problem.isHidden === true,
      });
    }
    const { stopper } = last;
    if (stopper === undefined) return { items: [...items.values()], last, unexamined: [] };
    const mended = remedies.find(stopper)?.mended;
    if (mended === undefined) {
      const unexamined = `What would follow after ${stopper.rule} (${stopper.phase}) could not be looked at.`;
      return { items: [...items.values()], last, unexamined: [unexamined] };
    }
    current = mended;
  }
  throw new Error(`${MOST_TURNS} obstacles, and no end`);
}

function adviceOn(subject: Subject): readonly PreflightItem[] {
  if (isAsleep(subject)) return [];
  const { partition } = runningFacts(subject);
  if (partition?.guest === undefined) return [];
  return adviceFor(partition.guest, partition, subject.initiatedBy).map(({ problem, remedy }) => ({
    ...problem,
    remedy,
    isHidden: false,
  }));
}

function subjectOf(input: PreflightInput): {
  readonly subject: Subject;
  readonly assumed: readonly string[];
} {
  const { kernelVersion, assumed = [], facts: given, sourceHosts, target, initiatedBy } = input;
  const facts = kernelVersion === undefined ? given : withKernel(given, kernelVersion);
  const subject: Subject = { facts, sourceHosts, target, initiatedBy };
  return { subject, assumed: [...assumed, ...stateAssumptions(given), ...kernelAssumptions(input)] };
}

/** A running guest has to boot to get another kernel; one that sleeps keeps its own. */
function withKernel({ partition, ...facts }: VmFacts, kernelVersion: string): VmFacts {
  const profile = { ...facts.profile, kernelVersion };
  if (partition === undefined) return { ...facts, profile };
  const { guest: _ended, ...machine } = partition;
  return { ...facts, profile, partition: { ...machine, power: 'off', vfsOffered: false } };
}

function stateAssumptions(facts: VmFacts): readonly string[] {
  const { name } = facts.vm;
  if (isAsleep({ facts })) return [`VM ${name} sleeps already: only its way back was looked at.`];
  return facts.partition?.guest === undefined
    ? [`VM ${name} does not run: it was taken as started first, under policy ${facts.policy.name}.`]
    : [];
}

function drawnAssumptions(devices: readonly DeviceComparison[]): readonly string[] {
  const isDrawn = devices.some(({ outcome }) => outcome === 'changed' || outcome === 'new');
  return isDrawn ? ['GUIDs that the target gives anew are examples: the real ones will be others.'] : [];
}

function kernelAssumptions({ facts, kernelVersion }: PreflightInput): readonly string[] {
  if (kernelVersion === undefined) return [];
  if (isAsleep({ facts })) {
    return [`Kernel ${kernelVersion} is the one that boots and reads the image; the image keeps its own.`];
  }
  return [`The guest was taken as freshly booted with kernel ${kernelVersion}.`];
}

function targetOf({ facts, target }: Subject, { machine, asleep }: Rehearsal): PreflightReport['target'] {
  const { kernelVersion } = facts.profile;
  const image = asleep === undefined ? undefined : osDiskOf(asleep).image;
  const { place } = target;
  const host = place.kind === 'hosts' ? place.hosts.find(({ id }) => id === machine?.hostId) : undefined;
  const generation = place.kind === 'generation' ? place.generation : host?.generation;
  return {
    policy: target.policy.name,
    ...(host === undefined ? {} : { host: host.name }),
    ...(generation === undefined ? {} : { generation: generation.name }),
    kernelVersion,
    era: image?.guest.era ?? vmbusEra(kernelVersion),
  };
}

/** Whether a report holds nothing that anybody has to act upon. */
export function isClear({ items }: Pick<PreflightReport, 'items'>): boolean {
  return items.every(isMild);
}
