import type { Fleet } from '../fleet/fleet.js';
import type { FateCause, GuestFates } from '../guests/guest-fates.js';
import type { VmColumns } from '../results/vm-columns.js';
import type { Scenario } from '../scenario.js';
import type { LatencyCounts } from './latency-histogram.js';
import type { SeriesOutcome } from './series-recorder.js';

/** One region of a scenario: what runs on its own, beside the other regions. */
export interface ShardInput {
  readonly scenario: Scenario;
  readonly region: string;
  /** VMs of this region alone. */
  readonly fleet: Fleet;
  /** Present exactly where the scenario has guests; makes are indexed as in `fleet.kinds`, generations as the types. */
  readonly fates?: GuestFates;
  /** Whether to tell of each VM what befell it, which takes about 20 bytes each. */
  readonly keepsVms?: boolean;
  /** Index of a VM whose every act is to be told. */
  readonly watch?: number;
  /** Called for every finished episode, in order. */
  readonly onEpisode?: (episode: EpisodeRecord) => void;
}

/** A finished boot or resume, or one that failed. `host`: number in the region, -1 for none. */
export interface EpisodeRecord {
  readonly vm: number;
  readonly step: number;
  /** One of `EPISODE`. */
  readonly verdict: number;
  readonly host: number;
  readonly latencyMs: number;
}

/** How far a shard has come. */
export interface ShardProgress {
  readonly events: number;
  readonly atMs: number;
}

/** One act of the VM that is watched. */
export interface WatchedAct {
  readonly atMs: number;
  readonly act:
    | 'start-asked'
    | 'turned-away'
    | 'no-host'
    | 'placed'
    | 'booted'
    | 'resumed'
    | 'start-failed'
    | 'hibernation-asked'
    | 'fell-asleep'
    | 'stayed-awake'
    | 'saved'
    | 'host-failed'
    | 'deleted'
    | 'skipped';
  /** Host that it is about, by number in the region. */
  readonly host?: number;
  /** Index of the faults staged for it (`faultSetsOf`), where guests act. */
  readonly faultSet?: number;
  /** How it ended: index into the causes. */
  readonly cause?: number;
}

/** What a shard leaves: typed arrays and plain values that can be cloned, transferred, and merged in any order. */
export interface ShardOutcome {
  readonly region: string;
  readonly firstVm: number;
  readonly vmCount: number;
  readonly workers: number;
  /** Sums, by name; `digest` is summed modulo 2^32. */
  readonly sums: Readonly<Record<SumName, number>>;
  readonly peakQueue: number;
  readonly lastEventMs: number;
  readonly wait: LatencyCounts;
  readonly latency: LatencyCounts;
  readonly hosts: {
    readonly count: number;
    readonly peakUsed: number;
    readonly byType: Int32Array;
    readonly peakUsedByType: Int32Array;
    /** Open or not, the hosts were there so long in all, ms. */
    readonly hostMs: number;
  };
  /** By kind of VM: ms on a host, ms if it had never left, and prices. */
  readonly money: readonly KindTime[];
  /** Absent where no series was asked for. */
  readonly series?: SeriesOutcome;
  readonly days: readonly DayOutcome[];
  readonly causes: readonly FateCause[];
  readonly counted: readonly CountedCause[];
  /** How many VMs, by index into `WORST_FATES`; empty without guests. */
  readonly vmsByWorst: readonly number[];
  readonly vms?: VmColumns;
  readonly watched?: readonly WatchedAct[];
}

export interface KindTime {
  readonly usdPerHour?: number;
  readonly osDiskGib?: number;
  readonly vms: number;
  readonly heldMs: number;
  readonly alwaysMs: number;
  readonly existsMs: number;
}

export interface CountedCause {
  readonly cause: number;
  readonly day: number;
  readonly count: number;
  readonly exampleVm: number;
}

/** One day of a shard, by when things were asked for. */
export interface DayOutcome {
  readonly hibernationsAsked: number;
  readonly startsAsked: number;
  readonly noCapacity: number;
  readonly noCompatibleHost: number;
  /** Starts whose client gave up asking. */
  readonly givenUp: number;
  readonly throttled: number;
  readonly peakQueue: number;
  readonly peakQueueAtMs: number;
  readonly ready: LatencyCounts;
}

export const SUM_NAMES = [
  'events',
  'bootsRequested',
  'bootsOk',
  'bootsFailed',
  'hibernates',
  'hibernatesSkipped',
  'resumesRequested',
  'resumesSkipped',
  'resumesOk',
  'resumesOkSameHost',
  'resumesOkSameType',
  'resumesOkOtherType',
  'resumesFailedCapacity',
  'resumesFailedCompat',
  'allocAttempts',
  'allocMisses',
  'hostEmptyMs',
  'vmDeallocatedMs',
  'throttledStarts',
  'throttledHibernations',
  'givenUp',
  'hostLosses',
  'digest',
] as const;
export type SumName = (typeof SUM_NAMES)[number];
