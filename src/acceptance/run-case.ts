import { CliError, InterruptedError } from '../cli/cli-error.js';
import type { OperationDocument, VerdictDocument } from '../cli/api-types.js';
import type { Session } from '../cli/session.js';
import type { AcceptanceCase, Act } from './acceptance-case.js';
import type { CaseResult, ResumeRecord } from './acceptance-report.js';
import { hostsFor } from './host-moves.js';
import { praise, problemsOf, type Sleep, storyOf, told } from './judge.js';
import { unmetNeed } from './needs.js';
import type { Pattern } from './pattern.js';
import type { ScratchArea } from './scratch-area.js';
import { ScratchVm, type VmState } from './scratch-vm.js';

export interface CaseSurroundings {
  readonly session: Session;
  readonly area: ScratchArea;
  readonly pattern: Pattern;
  /** Whether the VM stays when the case is over. */
  readonly keep: boolean;
}

/** Refusals that are the fleet's and say nothing of the image. */
const FLEET_REFUSALS: readonly string[] = [
  'no-capacity',
  'no-suitable-host',
  'no-compatible-host',
  'capacity-lost-race',
  'host-down',
];

/** Runs one case on a VM of its own; `says` hears of each act. Throws `InterruptedError` and nothing else. */
export async function runCase(
  acceptance: AcceptanceCase,
  surroundings: CaseSurroundings,
  says: (act: string) => void,
): Promise<CaseResult> {
  const { pattern, area, session } = surroundings;
  const unmet = unmetNeed(acceptance, pattern.machine, area.hosts);
  if (unmet !== undefined) return notRun(acceptance, unmet);
  const vm = new ScratchVm(session, area, pattern, acceptance.id);
  const run = new CaseRun(acceptance, vm, area);
  try {
    return await run.toItsEnd(says);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return run.endedBy(error);
  } finally {
    // What cannot be deleted now goes with the group.
    if (!surroundings.keep) await vm.delete().catch(() => undefined);
  }
}

/** The result of a case that was not run at all. */
export function notRun(acceptance: AcceptanceCase, why: string): CaseResult {
  return {
    ...headOf(acceptance),
    result: 'not run',
    why,
    problems: [],
    tookMs: 0,
    operations: [],
    resumes: [],
  };
}

/** An act did not go as it must. */
class ActFailure extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems[0] ?? 'failed');
  }
}

/** The fleet did not let the case go on. */
class FleetFailure extends Error {}

class CaseRun {
  readonly #sleeps: Sleep[] = [];
  readonly #from: string | undefined;
  readonly #to: string | undefined;
  #isMade = false;
  /** As the VM was when it last went to sleep. */
  #asleep: Omit<Sleep, 'after'> | undefined;

  constructor(
    private readonly acceptance: AcceptanceCase,
    private readonly vm: ScratchVm,
    area: ScratchArea,
  ) {
    const { move } = acceptance;
    const hosts = move === undefined ? undefined : hostsFor(move, area.hosts);
    this.#from = hosts?.from ?? area.startHost;
    this.#to = hosts?.to;
  }

  async toItsEnd(says: (act: string) => void): Promise<CaseResult> {
    says('create');
    requireSuccess(await this.vm.create(this.acceptance.prepare, this.#from), 'create');
    if (this.#from !== undefined) await this.vm.place(this.#to);
    this.#isMade = true;
    for (const [at, act] of this.acceptance.acts.entries()) {
      says(`${act.kind}, ${at + 1} of ${this.acceptance.acts.length}`);
      await this.#perform(act);
    }
    return this.#result('passed', praise(this.#sleeps, this.acceptance), []);
  }

  /** The result of a case that ended with an error instead. */
  endedBy(error: unknown): CaseResult {
    if (error instanceof ActFailure) return this.#result('failed', error.message, error.problems);
    const what = error instanceof Error ? error.message : String(error);
    const isOfFleet =
      error instanceof FleetFailure ||
      (error instanceof CliError && FLEET_REFUSALS.includes(error.problem.code));
    // A VM that was never made says nothing about its image.
    if (isOfFleet || !this.#isMade) return this.#result('not run', what, []);
    return this.#result('failed', what, [what]);
  }

  async #perform(act: Act): Promise<void> {
    const { vm } = this;
    switch (act.kind) {
      case 'hibernate':
      case 'self-hibernate':
        return this.#fallAsleep(act.kind);
      case 'hibernate-in-vain':
        return this.#hibernateInVain();
      case 'resume':
        return this.#resume();
      case 'boot':
        return this.#boot();
      case 'stop':
      case 'deallocate':
        requireSuccess(await vm.act(act.kind), act.kind);
        return;
      case 'stage':
        return vm.stage(act.faults(vm.machine));
      case 'set-up':
        return vm.setUp(act.guest(vm.machine));
      default:
        return assertNever(act);
    }
  }

  async #fallAsleep(act: 'hibernate' | 'self-hibernate'): Promise<void> {
    const before = await this.vm.look();
    const operation = await this.vm.act(act);
    const hibernation = (await this.vm.look()).emulation.lastHibernation;
    const wanted = act === 'hibernate' ? 'hibernated' : 'stopped-not-hibernated';
    if (operation.properties.status !== 'succeeded' || hibernation?.severity !== wanted) {
      throw new ActFailure([`${act}: ${hibernationFailure(operation, hibernation)}`]);
    }
    this.#asleep = { before, hibernation };
  }

  async #hibernateInVain(): Promise<void> {
    const before = await this.vm.look();
    const operation = await this.vm.act('hibernate');
    const { emulation } = await this.vm.look();
    if (operation.properties.status === 'succeeded') {
      throw new ActFailure(['it hibernated although nothing in it was set up for that']);
    }
    const { lastHibernation } = emulation;
    if (lastHibernation?.severity !== 'hibernate-aborted' || emulation.bootId !== before.emulation.bootId) {
      const how = hibernationFailure(operation, lastHibernation);
      throw new ActFailure([`it did not run on after a hibernation in vain: ${how}`]);
    }
  }

  async #resume(): Promise<void> {
    if (this.#asleep === undefined) throw new Error(`${this.acceptance.id} resumes a VM that never slept`);
    requireSuccess(await this.vm.act('start'), 'resume');
    const sleep = { ...this.#asleep, after: await this.vm.look() };
    this.#sleeps.push(sleep);
    const problems = problemsOf(sleep, this.acceptance.expects);
    if (problems.length > 0) throw new ActFailure(problems);
  }

  async #boot(): Promise<void> {
    requireSuccess(await this.vm.act('start'), 'boot');
    const { verdict } = (await this.vm.look()).emulation;
    const isColdBoot = verdict?.severity === 'cold-boot' || verdict?.severity === 'resume-rejected-cold-boot';
    if (!isColdBoot) {
      throw new ActFailure([`no cold boot: ${verdict === undefined ? 'no verdict' : told(verdict)}`]);
    }
  }

  #result(result: CaseResult['result'], why: string, problems: readonly string[]): CaseResult {
    return {
      ...headOf(this.acceptance),
      result,
      why,
      problems,
      tookMs: this.vm.tookMs,
      vmName: this.vm.name,
      operations: this.vm.operations,
      resumes: this.#sleeps.map(resumeRecord),
    };
  }
}

function headOf({ id, title, group, expects, rules }: AcceptanceCase) {
  return { id, title, group, expected: expects.kind, rules } as const;
}

function resumeRecord({ before, after }: Sleep): ResumeRecord {
  const { verdict } = after.emulation;
  const { phase, rule } = verdict === undefined ? {} : storyOf(verdict);
  return {
    ...(verdict === undefined ? {} : { severity: verdict.severity }),
    ...(phase === undefined ? {} : { phase }),
    ...(rule === undefined ? {} : { rule }),
    ...hostMember('hostBefore', before),
    ...hostMember('hostAfter', after),
  };
}

function hostMember<Name extends string>(name: Name, { emulation: { hostName } }: VmState) {
  return hostName === undefined ? {} : ({ [name]: hostName } as Readonly<Record<Name, string>>);
}

/** Throws for an operation that did not do what it should. */
function requireSuccess(operation: OperationDocument, act: string): void {
  if (operation.properties.status === 'succeeded') return;
  const why = `${act}: ${failureOf(operation)}`;
  if (FLEET_REFUSALS.includes(operation.properties.error?.code ?? '')) throw new FleetFailure(why);
  throw new ActFailure([why]);
}

/** What the platform says, and what happened in the guest. */
function hibernationFailure(operation: OperationDocument, verdict: VerdictDocument | undefined): string {
  if (verdict === undefined) return failureOf(operation);
  const { error } = operation.properties;
  return error === undefined ? told(verdict) : `${error.code}, ${told(verdict)}`;
}

function failureOf({ properties: { status, error } }: OperationDocument): string {
  return error === undefined ? `the operation is ${status}` : `${error.code}: ${error.message}`;
}

function assertNever(value: never): never {
  throw new Error(`unexpected act ${JSON.stringify(value)}`);
}
