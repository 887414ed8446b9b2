import type { MatchReport } from '#libs/resume-matching';
import type { Partition, VmFacts } from '#libs/vm-operations';
import { fallAsleep } from './fall-asleep.js';
import type { Problem } from './problem.js';
import type { Subject } from './subject.js';
import { wakeUp } from './wake-up.js';

/** One run of sleeping and waking, as far as it comes. */
export interface Rehearsal {
  readonly problems: readonly Problem[];
  /** What kept the rest from being looked at; one of the problems. */
  readonly stopper?: Problem;
  /** The VM with its image, if it came so far. */
  readonly asleep?: VmFacts;
  readonly machine?: Partition;
  readonly report?: MatchReport;
}

/** Runs what the two pipelines would decide. Pure: the same subject gives the same rehearsal. */
export function rehearse(subject: Subject): Rehearsal {
  const falling = fallAsleep(subject);
  if (falling.kind === 'awake') return { problems: [falling.problem], stopper: falling.problem };
  const { problems, ...waking } = wakeUp(falling.facts, subject);
  return { ...waking, problems: [...falling.problems, ...problems], asleep: falling.facts };
}

/** The first half alone, for questions that the second cannot change. */
export function rehearseFallingAsleep(subject: Subject): Rehearsal {
  const falling = fallAsleep(subject);
  return falling.kind === 'awake'
    ? { problems: [falling.problem], stopper: falling.problem }
    : { problems: falling.problems, asleep: falling.facts };
}
