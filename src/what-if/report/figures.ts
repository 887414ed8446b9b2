import type { FateKind, NightSummary, ScenarioSummary } from '#libs/what-if';

/** The figures that people ask for first, from a scenario's summary. Acts are counted unless VMs are said. */
export interface Figures {
  /** Whether guests were followed; without, a placement stands for the whole story. */
  readonly hasGuests: boolean;
  readonly vms: number;
  readonly resumesAsked: number;
  /** Resumed with everything; without guests: placed and running. */
  readonly cameBackWhole: number;
  /** Of 1; absent where nothing was asked. */
  readonly wholeShare?: number;
  /** Resumes that lost a device or so, of those asked. */
  readonly damagedShare?: number;
  /** VMs by the worst that befell them. */
  readonly vmsMemoryLost: number;
  readonly vmsHung: number;
  readonly vmsDegraded: number;
  readonly vmsNeverAsleep: number;
  /** Starts that found no host: resumes, and boots. */
  readonly notPlaced: number;
  readonly bootsNotPlaced: number;
  readonly noCapacity: number;
  readonly noCompatibleHost: number;
  /** The worst of the mornings, from request to running; absent where nothing came back. */
  readonly ready?: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
  readonly peakQueue: number;
  /** Absent where nothing ever waited. */
  readonly peakQueueAtMs?: number;
  readonly throttled: number;
  readonly throttledGivenUp: number;
  readonly savedUsd?: number;
  /** Of 1, of never hibernating. */
  readonly savedShare?: number;
  /** All that ever belong to the scenario. */
  readonly hosts: number;
  readonly mostHostsUsed: number;
  readonly emptyHostHours: number;
  readonly sameHostShare?: number;
}

export function figuresOf(summary: ScenarioSummary): Figures {
  const { counts, nights, vmsByWorst, throttled, hosts, money } = summary;
  const hasGuests = followsGuests(summary);
  const whole = hasGuests ? sumOf(nights, (night) => ended(night, 'resumed')) : counts.resumesOk;
  return {
    hasGuests,
    vms: counts.vms,
    resumesAsked: counts.resumesRequested,
    cameBackWhole: whole,
    ...shareNamed('wholeShare', whole, counts.resumesRequested),
    ...shareNamed(
      'damagedShare',
      sumOf(nights, (night) => ended(night, 'degraded')),
      counts.resumesRequested,
    ),
    vmsMemoryLost: vmsByWorst['memory-lost'],
    vmsHung: vmsByWorst.hung,
    vmsDegraded: vmsByWorst.degraded,
    vmsNeverAsleep: vmsByWorst['never-asleep'],
    notPlaced: counts.resumesFailedCapacity + counts.resumesFailedCompat + counts.bootsFailed,
    bootsNotPlaced: counts.bootsFailed,
    noCapacity: counts.resumesFailedCapacity,
    noCompatibleHost: counts.resumesFailedCompat,
    ...readyTimes(summary),
    peakQueue: counts.peakQueue,
    ...peakTime(nights),
    throttled: throttled.starts + throttled.hibernations,
    throttledGivenUp: throttled.givenUp,
    ...(money === undefined
      ? {}
      : {
          savedUsd: money.savedUsd,
          ...shareNamed('savedShare', money.savedUsd, money.withoutHibernationUsd),
        }),
    hosts: hosts.total,
    mostHostsUsed: hosts.peakUsed,
    emptyHostHours: hosts.emptyHostHours,
    ...shareNamed('sameHostShare', counts.resumesOkSameHost, counts.resumesOk),
  };
}

/** Whether every start ended as its guest would have it: what is saved by VMs that could not start is no saving. */
export function servesAll({ notPlaced, throttledGivenUp }: Figures): boolean {
  return notPlaced === 0 && throttledGivenUp === 0;
}

/** Whether any act has a verdict on its guest. */
export function followsGuests({ verdicts, nights }: ScenarioSummary): boolean {
  return (
    verdicts.length > 0 ||
    nights.some(
      ({ resumesByKind, hibernationsByKind }) =>
        Object.keys(resumesByKind).length > 0 || Object.keys(hibernationsByKind).length > 0,
    )
  );
}

/** How many resumes of a morning ended so. */
export function ended(night: NightSummary, kind: FateKind): number {
  return night.resumesByKind[kind] ?? 0;
}

export function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** Resumes of a day whose outcome is known; without guests, starts. */
export function startsEnded(night: NightSummary, hasGuests: boolean): number {
  const unplaced = night.noCapacity + night.noCompatibleHost + night.givenUp;
  const resumes = sumOf(Object.values(night.resumesByKind), (count) => count);
  // A day on which nothing but boots was asked for is no morning.
  if (resumes === 0 && night.readyMaxMs === 0) return 0;
  return hasGuests ? resumes + unplaced : night.startsAsked;
}

/** Those of a day that came back with everything; without guests, that were placed. */
export function cameBackWhole(night: NightSummary, hasGuests: boolean): number {
  return hasGuests
    ? ended(night, 'resumed')
    : night.startsAsked - night.noCapacity - night.noCompatibleHost - night.givenUp;
}

/** Of the first of the mornings with the longest p99. */
function readyTimes({ nights, counts }: ScenarioSummary): Pick<Figures, 'ready'> {
  const longest = Math.max(...nights.map(({ readyP99Ms }) => readyP99Ms));
  const worst = nights.find(({ readyP99Ms }) => readyP99Ms === longest);
  const ready = {
    p50Ms: worst?.readyP50Ms ?? counts.latencyP50Ms,
    p99Ms: worst?.readyP99Ms ?? counts.latencyP99Ms,
    maxMs: worst?.readyMaxMs ?? counts.latencyMaxMs,
  };
  return ready.maxMs === 0 ? {} : { ready };
}

function peakTime(nights: readonly NightSummary[]): { readonly peakQueueAtMs?: number } {
  const peak = Math.max(0, ...nights.map(({ peakQueue }) => peakQueue));
  const night = nights.find(({ peakQueue }) => peakQueue === peak && peak > 0);
  return night === undefined ? {} : { peakQueueAtMs: night.peakQueueAtMs };
}

function shareNamed<Name extends string>(
  name: Name,
  part: number,
  whole: number,
): { readonly [Key in Name]?: number } {
  return whole === 0 ? {} : ({ [name]: part / whole } as { readonly [Key in Name]: number });
}
