import type { RuleId } from '#libs/kernel-rules';
import type { RefusalCode } from '#libs/refusal';
import type { ParameterName } from './parameters.js';

/**
 * Where a fault strikes:
 * - `request`: a request is answered, or its connection broken, instead of being served
 * - `operation`: a step of a long-running operation fails, waits, or takes its host with it
 * - `poll`: the status of an operation cannot be read
 * - `guest`: the guest or its machine, for as long as the operation takes
 */
export type FaultPlace = 'request' | 'operation' | 'poll' | 'guest';

/** What must be the case for the VM of an operation, beyond the target of the fault. */
export type FaultNeed = 'placement' | 'hibernated' | 'host';

/** What is known about a kind of fault before it is armed. */
export interface PlatformFaultEntry {
  readonly place: FaultPlace;
  /** What happens, one sentence. */
  readonly summary: string;
  readonly rule: RuleId;
  /** The refusal that clients see; its code and status are in the table of errors. Absent: nothing fails. */
  readonly code?: RefusalCode;
  /** Whether clients see it in the answer to a request or in the status of the operation. */
  readonly seenIn: 'answer' | 'operation status' | 'poll' | 'duration' | 'guest';
  /** What the sources say about it, in a few words. */
  readonly source: string;
  /** Operations it strikes unless told otherwise. Absent: every one that has one of the steps. */
  readonly operations?: readonly string[];
  /** Steps at which it may strike: the first of these that an operation has. `pivot` stands for its pivot. */
  readonly steps?: readonly string[];
  readonly needs?: FaultNeed;
  readonly parameters: readonly ParameterName[];
}
