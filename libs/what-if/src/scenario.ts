import type { GuidPolicy } from '#libs/guid-policy';
import type { HostGeneration } from '#libs/hosts';
import type { Fault, GuestProfile } from '#libs/linux-guest';
import type { HibernationExclusion, SizeFacts } from '#libs/vm-operations';
import type { Mix, Window } from './mix.js';

/**
 * One deterministic run, complete: plain JSON without references, so that its hash names its result. Times are ms from
 * day 0, 00:00; durations ms; memory MiB. Experiments are written in a shorter form and expand to these.
 */
export interface Scenario {
  /** `all`, or the chosen options: `azure, staggered`. */
  readonly name: string;
  /** Axis to chosen option. */
  readonly options: Readonly<Record<string, string>>;
  /** Unsigned, 32 bits. */
  readonly seed: number;
  /** Integrals over time (hours, money) end after so many days; events go on until none is left. 1 to 40. */
  readonly days: number;
  readonly fleet: FleetSpec;
  readonly clusters: ClustersSpec;
  readonly schedule: ScheduleSpec;
  readonly placement: PlacementSpec;
  readonly limits: LimitsSpec;
  readonly durations: DurationsSpec;
  /** Absent: VMs without guests, of which placement alone is asked. */
  readonly guests?: GuestsSpec;
  readonly faults: readonly FaultSpec[];
  readonly hostEvents: readonly HostEventSpec[];
  /** Absent: no money is counted. */
  readonly money?: MoneySpec;
  /** Width of one row of the time series. */
  readonly seriesStepMs: number;
}

export type FleetSpec = GeneratedFleet | ListedFleet;

/** VMs drawn from mixes, by the streams of `STREAMS`. */
export interface GeneratedFleet {
  readonly kind: 'generated';
  readonly vms: number;
  /** Names of groups of the schedule. */
  readonly groups: Mix<string>;
  readonly sizes: SizeMix;
  /** Of 100 VMs, how many resume only on the very processor generation that they booted on. */
  readonly pinnedPercent: number;
  /** Regions share out VM numbers in order, by weight; each has hosts and limits of its own. */
  readonly regions: Mix<string>;
  /** How many tenants own the VMs; each has a subscription. */
  readonly tenants: number;
}

export type SizeMix =
  | { readonly kind: 'sizes'; readonly mix: Mix<VmMake> }
  /** Memory is `vcpus` times `gibPerVcpu`; nothing else is known of such a size. */
  | { readonly kind: 'by-vcpu'; readonly vcpus: Mix<number>; readonly gibPerVcpu: Mix<number> };

/** VMs from a file: an inventory, or a trace. The hash stands for the content; workers find the file by it. */
export interface ListedFleet {
  readonly kind: 'listed';
  readonly format: 'csv' | 'parquet' | 'azure-trace-v1';
  readonly path: string;
  readonly sha256: string;
  readonly onBadRow: 'fail' | 'skip';
  /** Stop after so many VMs. */
  readonly most?: number;
  /** For rows that do not say. */
  readonly otherwise: {
    readonly group: string;
    readonly region: string;
    readonly tenant: string;
    readonly make: VmMake;
  };
  /**
   * Makes by size name: what a row's size stands for. `azure-trace-v1`: by flavour, `<vcpus>,<memory GB>` as `1,1.75`;
   * a flavour without one is `otherwise.make` with that many vCPUs and that much memory.
   */
  readonly makes: Readonly<Record<string, VmMake>>;
  /** Guests by image name, in front of the built-in profiles of the same name. */
  readonly images?: Readonly<Record<string, GuestProfile>>;
  /** `azure-trace-v1`: the trace has no schedules; VMs that live longer than a day get the groups of this mix. */
  readonly groups: Mix<string>;
}

/** Everything that a VM's needs and its guest's fate depend on, but names, addresses and hosts. */
export interface VmMake {
  /** As people call it: `Standard_D4s_v5, ubuntu-24.04`. */
  readonly name: string;
  readonly size: SizeFacts;
  readonly nics: readonly { readonly isAccelerated: boolean }[];
  readonly osDisk: {
    readonly sizeGib: number;
    readonly bytesPerSecond: number;
    readonly supportsHibernation: boolean;
  };
  readonly dataDisks: number;
  readonly hibernationEnabled: boolean;
  readonly exclusions: readonly HibernationExclusion[];
  /** Absent: drawn from the guests' mix. */
  readonly profile?: GuestProfile;
  /** Pay-as-you-go price; absent where the price table has none. */
  readonly usdPerHour?: number;
  /** Times to write and read images scatter as measured on such sizes. */
  readonly diskNoise: 'steady' | 'burstable';
}

export interface ClustersSpec {
  /** In the order of age: `oldest-type-first` goes by it. */
  readonly types: readonly HostType[];
  readonly clusters: readonly ClusterSpec[];
}

export interface HostType {
  readonly name: string;
  readonly generation: HostGeneration;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly vfSlots: number;
}

/** Hosts of one region; the number of the type is drawn per host. */
export interface ClusterSpec {
  readonly name: string;
  readonly region: string;
  readonly hosts: HostCount;
  /** Indexes of types. */
  readonly mix: Mix<number>;
}

/** `per-vms`: one host for so many VMs of the region (rounded up), and no fewer than `atLeast`. */
export type HostCount =
  | { readonly kind: 'exactly'; readonly count: number }
  | { readonly kind: 'per-vms'; readonly vms: number; readonly atLeast: number };

export interface ScheduleSpec {
  readonly groups: readonly GroupSchedule[];
}

/**
 * When VMs of a group start and hibernate. Entries are in the order of time; entry `n` is step `n`. A VM's time
 * within the window is drawn from `draw(offsetStream, vm)`.
 */
export interface GroupSchedule {
  readonly name: string;
  readonly entries: readonly CalendarEntry[];
}

export interface CalendarEntry {
  readonly act: 'start' | 'hibernate';
  /** Times from day 0, not from the day of the entry. */
  readonly window: Window;
  /** Of 100 VMs so many, drawn by `spike.stream`, come in this window instead. */
  readonly spike?: { readonly percent: number; readonly stream: number; readonly window: Window };
  readonly offsetStream: number;
  /** Added to all times by tenant or VM, so that not all come at once: `number mod slots * everyMs`. */
  readonly stagger?: { readonly by: 'vm' | 'tenant'; readonly slots: number; readonly everyMs: number };
}

export interface PlacementSpec {
  /**
   * `live`: the weighers of the control plane (not the previous host, then memory, then vCPUs, then name).
   * `best-fit`: fewest free vCPUs, then least memory, then number. `oldest-type-first`: the first type that fits, then so.
   */
  readonly order: 'live' | 'best-fit' | 'oldest-type-first';
  /** For `live`. */
  readonly strategy: 'pack' | 'spread';
}

export interface LimitsSpec {
  /** Placements that run at a time, in each region. */
  readonly workers: HostCount;
  /** How long one placement takes. */
  readonly placementMs: number;
  /** Placements of one start until it fails. */
  readonly placementAttempts: number;
  /** Before the n-th further attempt a start waits n times this. */
  readonly retryAfterMs: number;
  /** Starts that run on a host at a time; the others wait there. */
  readonly startsPerHost: number;
  /** Absent: no request is turned away. */
  readonly throttling?: ThrottlingSpec;
}

/** Token buckets of one subscription in one region; both are counted in whole requests. */
export interface ThrottlingSpec {
  /** A start is an UpdateVM, a hibernation a DeleteVM. */
  readonly start: { readonly capacity: number; readonly refillPerMinute: number };
  readonly hibernate: { readonly capacity: number; readonly refillPerMinute: number };
  /** Subscriptions that the tenants' VMs are spread over: tenant `t` uses `t mod subscriptions`. */
  readonly subscriptions: number;
  /** What clients do with a 429: wait as told (whole seconds, from the bucket), doubled at each further one or not. */
  readonly retry: { readonly backoff: 'as-told' | 'doubling'; readonly attempts: number };
}

/** `linear`: fixed, and so much per GiB. `modelled`: as the live path takes, images by bytes and disk limits. */
export type DurationsSpec =
  | {
      readonly kind: 'linear';
      readonly bootMs: number;
      readonly resume: { readonly fixedMs: number; readonly perGibMs: number };
      readonly save: { readonly fixedMs: number; readonly perGibMs: number };
    }
  | {
      readonly kind: 'modelled';
      /** Factors of image times at the percentiles 0..100, by `VmMake.diskNoise`; 1 is the nominal time. */
      readonly noise: Readonly<Record<'steady' | 'burstable', readonly number[]>>;
    };

export interface GuestsSpec {
  readonly policy: GuidPolicy;
  /** Images that makes without a profile of their own get. */
  readonly profiles: Mix<GuestProfile>;
}

/** Goes wrong in so many of a million acts, drawn per VM and act. */
export interface FaultSpec {
  readonly name: string;
  readonly fault: Fault;
  readonly at: 'hibernate' | 'resume';
  readonly perMillion: number;
}

/** What happens to hosts. Which hosts: drawn by share of a million, or the last ones of a cluster. */
export interface HostEventSpec {
  readonly kind: 'fail' | 'repair' | 'drain' | 'undrain' | 'retire' | 'join';
  readonly atMs: number;
  readonly hosts:
    | { readonly kind: 'share'; readonly perMillion: number }
    | { readonly kind: 'type'; readonly type: string; readonly perMillion: number }
    | { readonly kind: 'cluster'; readonly cluster: string };
}

export interface MoneySpec {
  readonly currency: 'USD';
  /** Region of the price table. */
  readonly priceRegion: string;
  /** Of an OS disk, whether the VM sleeps or not. Absent: the price table has none, and no disk cost is told. */
  readonly diskUsdPerGibMonth?: number;
}
