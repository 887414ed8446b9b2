import type { RuleId } from '#libs/kernel-rules';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
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
  /** From step 7 on: the swap area holds a complete image. */
  readonly imageWritten: boolean;
}

interface StepResult {
  readonly notes: readonly string[];
  readonly tookMs: number;
  readonly findings: readonly Finding[];
}

/** How one step ended. */
export type HibernateStepEnd =
  | (StepResult & { readonly kind: 'done'; readonly state: HibernationState })
  | (StepResult & {
      /** The guest runs on, rolled back (R25). */
      readonly kind: 'aborted';
      readonly rule: RuleId;
      readonly errno: number;
      readonly symptom: string;
      readonly guest: RunningGuest;
    })
  | (StepResult & { readonly kind: 'hung'; readonly rule: RuleId; readonly symptom: string })
  | (StepResult & {
      /** The machine goes off with a valid image, but the host does not see S4 (R27, R86). */
      readonly kind: 'powered-off';
      readonly rule: RuleId;
      readonly symptom: string;
    });

/** An entry of the sequence: same number, same order as in the document. */
export interface HibernateStep extends SequenceStep {
  readonly run: (state: HibernationState) => HibernateStepEnd;
}

export function done(
  state: HibernationState,
  notes: readonly string[],
  extra: { readonly tookMs?: number; readonly findings?: readonly Finding[] } = {},
): HibernateStepEnd {
  return { kind: 'done', state, notes, tookMs: extra.tookMs ?? 0, findings: extra.findings ?? [] };
}

export function aborted(
  guest: RunningGuest,
  cause: { readonly rule: RuleId; readonly errno: number; readonly symptom: string },
  extra: {
    readonly notes?: readonly string[];
    readonly tookMs?: number;
    readonly findings?: readonly Finding[];
  } = {},
): HibernateStepEnd {
  const { rule, errno, symptom } = cause;
  return {
    kind: 'aborted',
    rule,
    errno,
    symptom,
    guest,
    notes: extra.notes ?? [],
    tookMs: extra.tookMs ?? 0,
    findings: extra.findings ?? [],
  };
}

export function hung(rule: RuleId, symptom: string): HibernateStepEnd {
  return { kind: 'hung', rule, symptom, notes: [], tookMs: 0, findings: [] };
}
