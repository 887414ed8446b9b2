import type { GuidPolicy } from '#libs/guid-policy';
import type { RuleId } from '#libs/kernel-rules';
import type { GuestStepRecord } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import type { Guid } from '#libs/vmbus';
import type { PinListInput } from './pins/pin-list.js';

/** A verdict and what else is known about how it came to be. Only the verdict and the name of its VM must be. */
export interface ExplanationInput {
  readonly vm: ExplainedVm;
  readonly verdict: Verdict;
  /** The policy that the verdict names; absent when there is none of this name any more. */
  readonly policy?: GuidPolicy;
  /** Names of the host that the VM left and of the one that it came to, as far as it did. */
  readonly hosts?: { readonly from?: string; readonly to?: string };
  /** The operation that ended with the verdict. */
  readonly operation?: ExplainedOperation;
  /** Who began the hibernation that made the image of a start. */
  readonly hibernatedBy?: 'host' | 'guest';
  /** Memory of the VM's size. Unit: MiB. */
  readonly memoryMib?: number;
  /** Classes that the new VM offered, by instance GUID: the report holds those of the image alone. */
  readonly offeredClasses?: Readonly<Record<Guid, Guid>>;
  /** What a script would have to pin, where there is more to tell than the report of the verdict does. */
  readonly pinning?: PinListInput;
}

/** Name and group, for commands that can be typed as they are printed. */
export interface ExplainedVm {
  readonly name: string;
  readonly resourceGroup: string;
}

/** An operation as its log tells it. */
export interface ExplainedOperation {
  readonly id: string;
  readonly pipeline: string;
  readonly steps: readonly ExplainedStep[];
}

export interface ExplainedStep {
  readonly name: string;
  readonly rules: readonly RuleId[];
  readonly status:
    'pending' | 'running' | 'waiting' | 'done' | 'skipped' | 'failed' | 'undoing' | 'undone' | 'undo-failed';
  /** Emulated time since the operation began. Unit: ms. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** Why the step was skipped or failed. */
  readonly reason?: string;
  /** What the guest went through in it. */
  readonly guestSteps: readonly GuestStepRecord[];
}
