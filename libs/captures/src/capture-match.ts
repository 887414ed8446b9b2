import type { Finding, Severity, VmbusEra } from '#libs/linux-guest';
import type { MatchRow } from '#libs/resume-matching';
import type { Guid } from '#libs/vmbus';
import type { EraChoice } from './capture-era.js';
import type { Capture, CaptureSide } from './capture.js';

export interface CaptureMatchInput {
  readonly before: Capture;
  readonly after: Capture;
  readonly era?: VmbusEra;
  /** MOVE-9: VFs were taken away before the hibernation, though `before` still shows them. */
  readonly vfsRemoved?: boolean;
}

/** A row of the match. Relids that the captures do not tell are absent. */
export interface CaptureMatchRow extends Omit<MatchRow, 'classGuid' | 'offerIndex' | 'changedFields'> {
  readonly classGuid?: Guid;
  /** `Synthetic network adapter`. */
  readonly deviceClass: string;
}

/** A device that one capture has and of which the other says neither that it was there nor that it was not. */
export interface UndecidedDevice {
  readonly side: CaptureSide;
  readonly slot: string;
  readonly deviceClass: string;
  readonly classGuid?: Guid;
  readonly instanceGuid: Guid;
  readonly reason: string;
}

/** How long the bus resume waits for missing devices, ms of the guest's time (DEVICES-5, R40, R41). */
export type CaptureWait =
  | { readonly kind: 'known'; readonly waitMs: number; readonly timedOut: boolean }
  | { readonly kind: 'unknown'; readonly atMostMs: number };

export interface CaptureMatch {
  readonly era: EraChoice;
  /** `all-matched`: every device that `before` tells of is there again. */
  readonly conclusion: 'all-matched' | 'not-all-matched' | 'undecided';
  /**
   * How the resume ends, at least; absent where that is open: nothing is known to be missing, but the captures do not
   * settle every device.
   */
  readonly severity?: Severity;
  readonly rows: readonly CaptureMatchRow[];
  readonly matched: number;
  readonly unmatched: number;
  readonly added: number;
  readonly wait: CaptureWait;
  readonly undecided: readonly UndecidedDevice[];
  /** What follows, in the order of the rows, and then what concerns the whole guest. */
  readonly findings: readonly Finding[];
  /** Slots of `before` that were left out because their VFs were taken away. */
  readonly leftOut: readonly string[];
  /** What the captures cannot tell, one sentence without a full stop each. */
  readonly cannotTell: readonly string[];
}
