import type { RuleId } from '#libs/kernel-rules';
import type { Guid } from '#libs/vmbus';

/** One device of the image, of the new VM, or of both, after a resume. */
export interface MatchRow {
  /** `nic 0`: the slot in the image, or in the new VM for a new device. */
  readonly slot: string;
  readonly outcome: 'matched' | 'unmatched' | 'new';
  /** Why, in one sentence. */
  readonly reason: string;
  readonly rule: RuleId;
  readonly classGuid: Guid;
  /** Instance GUID the image holds; absent for a new device. */
  readonly imageInstanceGuid?: Guid;
  /** Instance GUID that the new VM offered; absent for an unmatched device. */
  readonly offeredInstanceGuid?: Guid;
  readonly relidBefore?: number;
  readonly relidAfter?: number;
}

/** How offers of the new VM met the channels of the image (DEVICES-2 to DEVICES-7). */
export interface MatchReport {
  readonly rows: readonly MatchRow[];
  readonly matched: number;
  readonly unmatched: number;
  readonly added: number;
  /** How long bus resume waited, ms of emulated time (DEVICES-5; R40). */
  readonly waitMs: number;
  readonly timedOut: boolean;
}
