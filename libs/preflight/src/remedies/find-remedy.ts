import type { RuleId } from '#libs/kernel-rules';
import type { VmFacts } from '#libs/vm-operations';
import { comparePhases, isMild, problemKey, type Problem } from '../problem.js';
import { rehearse, rehearseFallingAsleep, type Rehearsal } from '../rehearsal.js';
import type { Subject } from '../subject.js';
import { faultMends } from './fault-mends.js';
import { guestMends } from './guest-mends.js';
import { machineMends, restartMends } from './machine-mends.js';
import type { Mend, MendSource } from './mend.js';
import { targetMends } from './target-mends.js';

/** In the order in which they are tried: the first that helps is the one that is told. */
const OF_THE_VM: readonly MendSource[] = [faultMends, guestMends, machineMends];

/** What only follows from other problems, and is remedied with them. */
const FOLLOWS: Readonly<Partial<Record<RuleId, string>>> = {
  R46: 'Bring the missing devices back as said for each of them, or restart the VM after the resume, before it hibernates again.',
  'DEVICES-5': 'Bring the missing devices back as said for each of them.',
};

/** What was found to make a problem go away. */
export interface FoundRemedy {
  readonly remedy: string;
  /** What it is about, where the problem or the remedy says. */
  readonly slot?: string;
  /** The subject after it was done; absent where that was not tried. */
  readonly mended?: Subject;
}

/**
 * Tries what people can do to one subject, each thing alone, then one after the other, until a problem no longer shows
 * when the rehearsal runs again. Each trial is made once, whatever the number of problems.
 */
export class RemedySearch {
  readonly #ofTheVm: readonly Mend[];
  readonly #ofTheTarget: readonly Mend[];
  readonly #restarts: readonly Mend[];
  readonly #trials = { guest: new Map<Mend, Rehearsal>(), resume: new Map<Mend, Rehearsal>() };

  constructor(
    private readonly subject: Subject,
    asleep: VmFacts | undefined,
  ) {
    this.#ofTheVm = OF_THE_VM.flatMap((source) => source(subject, asleep));
    this.#ofTheTarget = targetMends(subject, asleep);
    this.#restarts = restartMends(subject, asleep);
  }

  /** `undefined`: nothing that is known helps. */
  find(problem: Problem): FoundRemedy | undefined {
    const follows = FOLLOWS[problem.rule];
    if (follows !== undefined && isMild(problem)) return { remedy: follows };
    const isNamed = ({ slot }: Mend) => slot !== undefined && problem.summary.includes(slot);
    // Nobody looks for another host or policy on account of mere information.
    const known = problem.severity === 'info' ? this.#ofTheVm : [...this.#ofTheVm, ...this.#ofTheTarget];
    const fine = [...known.filter(isNamed), ...known.filter((mend) => !isNamed(mend))];
    const needed = isMild(problem)
      ? this.#alone(problem, fine)
      : (this.#alone(problem, fine) ??
        this.#together(problem, fine) ??
        this.#alone(problem, this.#restarts) ??
        this.#together(problem, [...fine, ...this.#restarts]));
    return needed === undefined ? undefined : this.#found(problem, needed);
  }

  #alone(problem: Problem, mends: readonly Mend[]): readonly Mend[] | undefined {
    const single = mends.find((mend) => isGoneFrom(this.#trial(mend, problem), problem));
    return single === undefined ? undefined : [single];
  }

  #trial(mend: Mend, problem: Problem): Rehearsal {
    const trials = this.#trials[halfOf(problem)];
    const known = trials.get(mend);
    if (known !== undefined) return known;
    const rehearsal = rehearseHalf(problem, mend.apply(this.subject));
    trials.set(mend, rehearsal);
    return rehearsal;
  }

  /**
   * As many as it takes: all up to the one with which the problem goes away, less those that are not needed for it. All of
   * them at once might be too many: a new Hyper-V VM has other GUIDs than those that the image would hold.
   */
  #together(problem: Problem, mends: readonly Mend[]): readonly Mend[] | undefined {
    const helps = (some: readonly Mend[]) =>
      isGoneFrom(rehearseHalf(problem, applied(this.subject, some)), problem);
    const last = mends.findIndex((_, at) => helps(mends.slice(0, at + 1)));
    if (last === -1) return undefined;
    const enough = mends.slice(0, last + 1);
    return enough.reduce<readonly Mend[]>((needed, mend) => {
      const without = needed.filter((other) => other !== mend);
      return helps(without) ? without : needed;
    }, enough);
  }

  #found(problem: Problem, mends: readonly Mend[]): FoundRemedy {
    // What keeps a guest awake names its device only in words.
    const slot = problem.slot ?? (problem.source === 'guest' ? mends[0]?.slot : undefined);
    const told = slot === undefined ? problem : { ...problem, slot };
    return {
      remedy: mends.map(({ remedy }) => (typeof remedy === 'string' ? remedy : remedy(told))).join(' '),
      ...(slot === undefined ? {} : { slot }),
      mended: applied(this.subject, mends),
    };
  }
}

/** What keeps a guest awake shows without looking at its way back. */
function halfOf({ source, severity }: Problem): 'guest' | 'resume' {
  return source === 'guest' && !isMild({ severity }) ? 'guest' : 'resume';
}

function rehearseHalf(problem: Problem, subject: Subject): Rehearsal {
  return halfOf(problem) === 'guest' ? rehearseFallingAsleep(subject) : rehearse(subject);
}

function applied(subject: Subject, mends: readonly Mend[]): Subject {
  return mends.reduce((mended, mend) => mend.apply(mended), subject);
}

/** A problem that is merely not reached any more has not gone away. */
function isGoneFrom({ problems, stopper }: Rehearsal, problem: Problem): boolean {
  if (stopper !== undefined && comparePhases(stopper.phase, problem.phase) < 0) return false;
  return !problems.some((other) => problemKey(other) === problemKey(problem));
}
