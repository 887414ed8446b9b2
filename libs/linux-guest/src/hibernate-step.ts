import type { RuleId } from '#libs/kernel-rules';
import type { Offer } from '#libs/vmbus';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { KernelLog, type KernelLogLine } from './kernel-log.js';
import type { KernelPhase } from './kernel-phase.js';
import type { SequenceStep } from './sequence-rules.js';

/** Who started it: the host, through the Shutdown service, or something inside the guest (INITIATE-1, INITIATE-2). */
export type HibernationInitiator = 'shutdown-service' | 'self';

/** What a step of the hibernation sequence starts from. */
export interface HibernationState {
  readonly guest: RunningGuest;
  readonly hardware: VirtualHardware;
  readonly initiatedBy: HibernationInitiator;
  /** From step 4 on. */
  readonly image?: HibernationImage;
  /** From step 5 to step 6: offers that came too late for the drivers (R42). */
  readonly lateOffers?: readonly Offer[];
  /** From step 3 on: Hyper-V sockets that the bus forced closed, and that applications still hold (R31). */
  readonly socketsForcedClosed?: number;
  /** From step 7 on: the swap area holds a complete image. */
  readonly imageWritten: boolean;
}

/** Why a step did not end well: where, by which rule, and what a person sees. */
export interface StepFailure {
  readonly rule: RuleId;
  readonly phase: KernelPhase;
  readonly symptom: string;
}

interface StepResult {
  readonly notes: readonly string[];
  readonly log: readonly KernelLogLine[];
  readonly tookMs: number;
  readonly findings: readonly Finding[];
}

/** How one step ended. */
export type HibernateStepEnd =
  | (StepResult & { readonly kind: 'done'; readonly state: HibernationState })
  | (StepResult &
      StepFailure & {
        /** The guest runs on, rolled back (R25). */
        readonly kind: 'aborted';
        readonly errno: number;
        readonly guest: RunningGuest;
      })
  | (StepResult & StepFailure & { readonly kind: 'hung' })
  | (StepResult &
      StepFailure & {
        /** The machine goes off with a valid image, but the host does not see S4 (R27, R86). */
        readonly kind: 'powered-off';
      });

/** An entry of the sequence: same number, same order as in the document. */
export interface HibernateStep extends SequenceStep {
  readonly run: (state: HibernationState) => HibernateStepEnd;
}

/** Beside the outcome: `log` carries lines and the time that passed. */
interface Extra {
  readonly notes?: readonly string[];
  readonly log?: KernelLog;
  readonly findings?: readonly Finding[];
}

export function done(state: HibernationState, notes: readonly string[], extra: Extra = {}): HibernateStepEnd {
  return { kind: 'done', state, ...result({ ...extra, notes }) };
}

export function aborted(
  guest: RunningGuest,
  cause: StepFailure & { readonly errno: number },
  extra: Extra = {},
): HibernateStepEnd {
  return { kind: 'aborted', guest, ...cause, ...result(extra) };
}

export function hung(cause: StepFailure, extra: Extra = {}): HibernateStepEnd {
  return { kind: 'hung', ...cause, ...result(extra) };
}

export function poweredOff(cause: StepFailure, extra: Extra = {}): HibernateStepEnd {
  return { kind: 'powered-off', ...cause, ...result(extra) };
}

function result({ notes = [], log = new KernelLog(), findings = [] }: Extra): StepResult {
  return { notes, log: log.lines, tookMs: log.nowMs, findings };
}
