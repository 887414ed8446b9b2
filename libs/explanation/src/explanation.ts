import type { GuidAssignment } from '#libs/guid-policy';
import type { RuleId, RuleKind } from '#libs/kernel-rules';
import type { Finding, KernelLogLine, KernelPhase, VmbusEra } from '#libs/linux-guest';
import type { MatchRow, OfferField } from '#libs/resume-matching';
import type { Verdict } from '#libs/vm-operations';
import type { Guid } from '#libs/vmbus';
import type { ExplainedVm } from './explanation-input.js';
import type { Pin } from './pins/pin-list.js';

/** How good or bad an end is: what a traffic light would show, and never the only way in which it is told. */
export type Mood = 'good' | 'notable' | 'bad';

/** A verdict as a document that people learn from: plain data, the same in JSON, on a terminal and on a page. */
export interface Explanation {
  readonly vm: ExplainedVm;
  readonly act: 'hibernation' | 'start';
  readonly severity: Verdict['severity'];
  readonly mood: Mood;
  /** One sentence for somebody who does not know VMBus. */
  readonly headline: string;
  /** The verdict's own summary. */
  readonly summary: string;
  /** What ended a hibernation, or a resume before the image took over. */
  readonly cause?: CauseExplanation;
  readonly circumstances: CircumstancesExplanation;
  /** How many devices met their channels; resumes only. */
  readonly matching?: MatchingExplanation;
  /** First the image's channels, then new devices, then VFs that came after the resume (MOVE-10). */
  readonly devices: readonly DeviceExplanation[];
  readonly findings: readonly Finding[];
  /** In the order in which they will be felt. */
  readonly consequences: readonly ConsequenceGroup[];
  /** In the order in which kernels ran. */
  readonly log: readonly LogSection[];
  /** Empty where the operation is not known. */
  readonly timeline: readonly TimelineStep[];
  readonly prevention: readonly Prevention[];
  /** What the sources leave open and was decided by an assumption. */
  readonly assumptions: readonly AssumptionExplanation[];
  /** Words of the trade that the document uses. */
  readonly terms: readonly Term[];
  /** Every rule that the document mentions, in the order of the catalogue. */
  readonly rules: readonly RuleReference[];
  /** Last, what custom scripting must pin: where the policy in force does not pin everything (MOVE-13). */
  readonly pins?: readonly Pin[];
}

export interface CauseExplanation {
  readonly rule: RuleId;
  readonly phase: KernelPhase;
  /** What the kernel does in that phase. */
  readonly phaseMeaning: string;
  readonly symptom: string;
  /** Negative, and its name. */
  readonly errno?: number;
  readonly errnoName?: string;
}

export interface CircumstancesExplanation {
  readonly kernelVersion: string;
  readonly era: VmbusEra;
  /** What the generation of the VMBus driver means for hibernation. */
  readonly eraMeaning: string;
  readonly policy: PolicyExplanation;
  readonly faults: readonly FaultExplanation[];
  readonly hosts: { readonly from?: string; readonly to?: string };
  readonly operationId?: string;
}

export interface PolicyExplanation {
  readonly name: string;
  /** Absent when the policy is not known any more. */
  readonly description?: string;
}

export interface FaultExplanation {
  /** As it is set: `device-missing nic 0`. */
  readonly name: string;
  readonly meaning: string;
  readonly rule?: RuleId;
}

export interface MatchingExplanation {
  readonly matched: number;
  readonly unmatched: number;
  readonly late: number;
  readonly added: number;
  readonly waitMs: number;
  readonly timedOut: boolean;
  readonly sentence: string;
}

/** One device of the image, of the new VM, or of both. */
export interface DeviceExplanation {
  readonly slot: string;
  readonly className: string;
  readonly classGuid: Sides<Guid>;
  readonly instanceGuid: Sides<Guid>;
  readonly relid: { readonly before?: number; readonly after?: number };
  readonly outcome: MatchRow['outcome'];
  readonly why: string;
  readonly rule: RuleId;
  /** What made it so: the policy, a fault, or what somebody did. */
  readonly causes: readonly DeviceCause[];
  /** Positions in the list of findings. */
  readonly findings: readonly number[];
  readonly changedFields?: readonly OfferField[];
}

/** What the image expected beside what the new VM offered. */
export interface Sides<Value> {
  readonly expected?: Value;
  readonly offered?: Value;
}

export interface DeviceCause {
  readonly kind: 'policy' | 'fault' | 'action' | 'configuration';
  readonly text: string;
  readonly rules: readonly RuleId[];
  /** Policies only. */
  readonly assignment?: GuidAssignment['kind'];
}

export const CONSEQUENCE_TIMES = {
  'at-once': 'At once',
  'first-use': 'At first use',
  'next-hibernation': 'At the next hibernation',
  'next-start': 'At the next start',
  'until-reboot': 'Until the VM boots afresh',
} as const satisfies Readonly<Record<string, string>>;
export type ConsequenceTime = keyof typeof CONSEQUENCE_TIMES;

export interface ConsequenceGroup {
  readonly when: ConsequenceTime;
  readonly consequences: readonly Consequence[];
}

export interface Consequence {
  readonly what: string;
  readonly rules: readonly RuleId[];
  /** Devices and disks that it is about; none: the whole VM. */
  readonly slots: readonly string[];
}

/** What one kernel logged before another one took over. */
export interface LogSection {
  readonly kernel: 'hibernating' | 'fresh' | 'image';
  readonly title: string;
  readonly lines: readonly (KernelLogLine & {
    /** As a console shows the time: `[   12.345678]`. */
    readonly stamp: string;
  })[];
}

/** One step of the story, on the time of the operation. */
export interface TimelineStep {
  readonly name: string;
  /** In plain words. */
  readonly title: string;
  readonly where: 'platform' | 'guest' | 'fresh kernel' | 'image';
  readonly rule?: RuleId;
  readonly startedMs: number;
  readonly tookMs: number;
  readonly outcome: 'done' | 'failed' | 'hung' | 'skipped' | 'not-reached' | 'undone';
  /** How the step itself went, and what is found in it. */
  readonly mood: Mood;
  readonly notes: readonly string[];
  /** Where it went wrong: positions in the list of findings. */
  readonly trouble: readonly number[];
}

/** Something that would have prevented a cause. */
export interface Prevention {
  readonly against: string;
  readonly what: string;
  readonly rules: readonly RuleId[];
  /** A Torpor command that shows it. */
  readonly command?: string;
}

export interface AssumptionExplanation {
  readonly assumption: RuleId;
  readonly statement: string;
  /** What rests on it. */
  readonly about: readonly string[];
}

export interface Term {
  readonly term: string;
  readonly meaning: string;
}

export interface RuleReference {
  readonly id: RuleId;
  readonly kind: RuleKind;
  /** Title of the document's section, the source files, or the API document. */
  readonly section: string;
  readonly statement: string;
}
