import type { RuleId } from '#libs/kernel-rules';
import type { KernelPhase } from '#libs/linux-guest';
import type { VerdictDocument } from '../cli/api-types.js';
import type { CaseGroup, Expectation } from './acceptance-case.js';
import type { Pattern } from './pattern.js';

/** One wake-up of a VM. */
export interface ResumeRecord {
  readonly severity?: VerdictDocument['severity'];
  /** Of the gravest thing that was found; absent where nothing was. */
  readonly phase?: KernelPhase;
  readonly rule?: RuleId;
  readonly hostBefore?: string;
  readonly hostAfter?: string;
}

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly group: CaseGroup;
  readonly expected: Expectation['kind'];
  readonly rules: readonly RuleId[];
  /** `not run`: something that the case needs was not there; nothing is known of the image. */
  readonly result: 'passed' | 'failed' | 'not run';
  /** One sentence: what was seen, what is wrong, or what was lacking. */
  readonly why: string;
  /** All that is wrong, the gravest first. */
  readonly problems: readonly string[];
  /** Emulated ms that its operations took. */
  readonly tookMs: number;
  readonly vmName?: string;
  readonly operations: readonly string[];
  readonly resumes: readonly ResumeRecord[];
}

/** What a run found, as `--output json` prints it and `--json` writes it. */
export interface AcceptanceReport {
  readonly torporVersion: string;
  readonly pattern: {
    readonly resourceGroup: string;
    readonly vmName: string;
    readonly size: string;
    readonly guestProfile: string;
    readonly guestOverrides: Pattern['guestOverrides'];
    readonly policy: string;
  };
  /** `isKept`: it is still there. */
  readonly scratch: {
    readonly resourceGroup: string;
    readonly hosts: readonly string[];
    readonly isKept: boolean;
  };
  readonly counts: Counts;
  readonly cases: readonly CaseResult[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
}

export function countsOf(cases: readonly Pick<CaseResult, 'result'>[]): Counts {
  const count = (wanted: CaseResult['result']) => cases.filter(({ result }) => result === wanted).length;
  return { passed: count('passed'), failed: count('failed'), notRun: count('not run') };
}
