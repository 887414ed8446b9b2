import type { FateCause, FateKind } from '../guests/guest-fates.js';

/** Counts of one run under the names that the comparison workload defines. Times in ms. */
export interface Counts {
  readonly vms: number;
  readonly hosts: number;
  readonly workers: number;
  readonly events: number;
  readonly bootsRequested: number;
  readonly bootsOk: number;
  readonly bootsFailed: number;
  readonly hibernates: number;
  readonly hibernatesSkipped: number;
  readonly resumesRequested: number;
  readonly resumesSkipped: number;
  readonly resumesOk: number;
  readonly resumesOkSameHost: number;
  readonly resumesOkSameType: number;
  readonly resumesOkOtherType: number;
  readonly resumesFailedCapacity: number;
  readonly resumesFailedCompat: number;
  readonly allocAttempts: number;
  readonly allocMisses: number;
  readonly peakQueue: number;
  readonly waitP50Ms: number;
  readonly waitP99Ms: number;
  readonly waitMaxMs: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  readonly latencyMaxMs: number;
  readonly hostEmptyMs: number;
  readonly vmDeallocatedMs: number;
  readonly lastEventMs: number;
  /** Eight lower-case hex digits. */
  readonly digest: string;
}

/** What is told of one scenario: plain JSON, equal bytes for equal scenario, seed and version. */
export interface ScenarioSummary {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  /** SHA-256 of the scenario's canonical JSON. */
  readonly scenarioSha256: string;
  readonly seed: number;
  readonly version: string;
  readonly days: number;
  readonly counts: Counts;
  /** Of VMs without guests empty. By night, then as often as they come. */
  readonly verdicts: readonly VerdictCount[];
  readonly nights: readonly NightSummary[];
  /** VMs by the worst that befell them in the whole run. */
  readonly vmsByWorst: Readonly<Record<WorstFate, number>>;
  readonly throttled: { readonly starts: number; readonly hibernations: number; readonly givenUp: number };
  readonly hosts: HostSummary;
  readonly money?: MoneySummary;
  readonly series: SeriesColumns;
}

/** Acts of one day that ended alike. */
export interface VerdictCount extends FateCause {
  /** Day on which the act was asked for, from 0. */
  readonly day: number;
  readonly count: number;
  /** Name of the first VM by number that it befell: something to `explain`. */
  readonly exampleVm: string;
}

/** One morning: what was asked, what came back, how long it took. */
export interface NightSummary {
  /** Day of the starts, from 0. */
  readonly day: number;
  readonly hibernationsAsked: number;
  readonly hibernationsByKind: Readonly<Partial<Record<FateKind, number>>>;
  readonly startsAsked: number;
  readonly resumesByKind: Readonly<Partial<Record<FateKind, number>>>;
  readonly noCapacity: number;
  readonly noCompatibleHost: number;
  /** Starts whose client gave up after so many 429s. */
  readonly givenUp: number;
  /** Of resumes that succeeded, from the request to running. */
  readonly readyP50Ms: number;
  readonly readyP99Ms: number;
  readonly readyMaxMs: number;
  readonly peakQueue: number;
  readonly peakQueueAtMs: number;
  readonly throttled: number;
}

/** From harmless to worst. `unharmed`: every hibernation asked for came back whole. */
export const WORST_FATES = [
  'unharmed',
  'never-asleep',
  'not-placed',
  'degraded',
  'memory-lost',
  'hung',
] as const;
export type WorstFate = (typeof WORST_FATES)[number];

export interface HostSummary {
  readonly total: number;
  /** Most hosts with a VM on them at a time. */
  readonly peakUsed: number;
  /** Until the end of the last day. */
  readonly hostHours: number;
  readonly emptyHostHours: number;
  readonly byType: readonly { readonly type: string; readonly hosts: number; readonly peakUsed: number }[];
}

/**
 * US dollars until the end of the last day, by whole milliseconds that VMs held a host. Each amount is rounded to cents
 * by itself, so that a difference of two may be off by one.
 */
export interface MoneySummary {
  readonly computeUsd: number;
  /** The same VMs, started when they were first and never hibernated, until they are deleted. */
  readonly withoutHibernationUsd: number;
  readonly savedUsd: number;
  /** VMs that count as nothing, because the price table has no price. */
  readonly unpricedVms: number;
  /** The same with and without hibernation. Absent: no price is known. */
  readonly diskUsd?: number;
}

/** Row `i` is about the time from `i * stepMs`. Counts are of the whole row, levels are at its end. */
export interface SeriesColumns {
  readonly stepMs: number;
  readonly rows: number;
  readonly columns: Readonly<Record<SeriesColumn, readonly number[]>>;
}

export const SERIES_COLUMNS = [
  'startsAsked',
  'ready',
  'hibernationsAsked',
  'asleep',
  'failedStarts',
  'throttled',
  /** Levels. */
  'waitingForPlacement',
  'running',
  'hibernated',
  'hostsUsed',
  /** Of what became ready in the row; within 1 % of the exact value. 0 where nothing did. */
  'readyP50Ms',
  'readyP99Ms',
] as const;
export type SeriesColumn = (typeof SERIES_COLUMNS)[number];
