import type { RuleId } from '#libs/kernel-rules';
import type { MatchReport } from '#libs/resume-matching';
import type { Finding, Severity } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { KernelLogLine } from './kernel-log.js';
import type { KernelPhase } from './kernel-phase.js';

/** One numbered step of the document's sequences as it happened. */
export interface GuestStepRecord {
  /** 1..9 on the way down, 1..6 on the way up. */
  readonly step: number;
  readonly name: string;
  readonly rule: RuleId;
  /** Rules that decided what happened in it. */
  readonly rules: readonly RuleId[];
  readonly outcome: 'done' | 'failed' | 'hung' | 'skipped';
  readonly tookMs: number;
  /** What happened, one sentence each: sub-channels closed, relids updated, bytes written. */
  readonly notes: readonly string[];
  /** Times count from the start of the step. */
  readonly log: readonly KernelLogLine[];
}

export type HibernationOutcome =
  | {
      readonly kind: 'reached-s4';
      /**
       * `S5`: the image is on disk, but the machine powered off like any other and the host sees no more than that:
       * without ACPI S4 (R86), or after an error while powering down (R27). The findings say which.
       */
      readonly sleepState: 'S4' | 'S5';
      readonly image: HibernationImage;
      readonly steps: readonly GuestStepRecord[];
      readonly findings: readonly Finding[];
      readonly tookMs: number;
    }
  | {
      /** The guest runs on; `guest` is its state after the roll-back (R25). */
      readonly kind: 'aborted';
      readonly rule: RuleId;
      readonly phase: KernelPhase;
      /** Negative, as the write to `/sys/power/state` returns it. */
      readonly errno: number;
      readonly symptom: string;
      readonly guest: RunningGuest;
      readonly steps: readonly GuestStepRecord[];
      readonly findings: readonly Finding[];
      readonly tookMs: number;
    }
  | {
      /** An unbounded wait in the kernel: no error, no progress. */
      readonly kind: 'hung';
      readonly rule: RuleId;
      readonly phase: KernelPhase;
      readonly symptom: string;
      readonly steps: readonly GuestStepRecord[];
      readonly findings: readonly Finding[];
      readonly tookMs: number;
    };

/** Step 2 of the resume: what the fresh kernel makes of the swap area. */
export type ImageCheck =
  | {
      readonly kind: 'restore';
      readonly image: HibernationImage;
      readonly readMs: number;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'no-image'; readonly rule: RuleId }
  | {
      readonly kind: 'rejected';
      readonly rule: RuleId;
      readonly phase: KernelPhase;
      /** Negative error number of the check that failed. */
      readonly errno: number;
      readonly symptom: string;
      /** R75 C3: past this point the saved state is gone; before it the image stays behind (R78). */
      readonly imageLost: boolean;
      readonly tookMs: number;
      /** The sources leave it open; this assumption decided. */
      readonly assumption?: RuleId;
    };

export interface RestoreOutcome {
  readonly guest: RunningGuest;
  readonly report: MatchReport;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  readonly steps: readonly GuestStepRecord[];
  readonly tookMs: number;
}
