import type { CountedCause, DayOutcome, ShardOutcome } from '../engine/shard.js';
import type { FateCause, FateKind } from '../guests/guest-fates.js';
import type { Scenario } from '../scenario.js';
import { mergedDay, mergedLatencies, summed } from './merge-outcomes.js';
import { mergedSeries } from './merge-series.js';
import {
  WORST_FATES,
  type Counts,
  type HostSummary,
  type MoneySummary,
  type NightSummary,
  type ScenarioSummary,
  type VerdictCount,
  type WorstFate,
} from './scenario-summary.js';

const HOUR_MS = 3_600_000;
/** As Azure bills disks: by a month of 730 hours. */
const HOURS_PER_MONTH = 730;

/** What a summary needs beside the outcomes. */
export interface SummaryContext {
  readonly scenarioSha256: string;
  readonly version: string;
  /** Name of a VM by its number in the whole fleet. */
  readonly nameOf: (vm: number) => string;
}

/** What is told of a scenario whose shards have all ended; `outcomes` in the order of regions. */
export function summarise(
  scenario: Scenario,
  outcomes: readonly ShardOutcome[],
  { scenarioSha256, version, nameOf }: SummaryContext,
): ScenarioSummary {
  const sums = summed(outcomes);
  const money = moneyOf(scenario, outcomes);
  const verdicts = verdictsOf(outcomes, nameOf);
  return {
    name: scenario.name,
    options: scenario.options,
    scenarioSha256,
    seed: scenario.seed,
    version,
    days: scenario.days,
    counts: countsOf(outcomes),
    verdicts,
    nights: nightsOf(outcomes, verdicts),
    vmsByWorst: worstOf(outcomes),
    throttled: {
      starts: sums.throttledStarts,
      hibernations: sums.throttledHibernations,
      givenUp: sums.givenUp,
    },
    hosts: hostsOf(scenario, outcomes),
    ...(money === undefined ? {} : { money }),
    series: mergedSeries(outcomes.flatMap(({ series }) => series ?? [])),
  };
}

/** The outputs of the comparison workload, in its order. */
export function countsOf(outcomes: readonly ShardOutcome[]): Counts {
  const sums = summed(outcomes);
  const total = (of: (outcome: ShardOutcome) => number) => outcomes.reduce((sum, each) => sum + of(each), 0);
  const most = (of: (outcome: ShardOutcome) => number) => Math.max(0, ...outcomes.map(of));
  const wait = mergedLatencies(outcomes.map((outcome) => outcome.wait));
  const latency = mergedLatencies(outcomes.map((outcome) => outcome.latency));
  return {
    vms: total(({ vmCount }) => vmCount),
    hosts: total(({ hosts }) => hosts.count),
    workers: total(({ workers }) => workers),
    events: sums.events,
    bootsRequested: sums.bootsRequested,
    bootsOk: sums.bootsOk,
    bootsFailed: sums.bootsFailed,
    hibernates: sums.hibernates,
    hibernatesSkipped: sums.hibernatesSkipped,
    resumesRequested: sums.resumesRequested,
    resumesSkipped: sums.resumesSkipped,
    resumesOk: sums.resumesOk,
    resumesOkSameHost: sums.resumesOkSameHost,
    resumesOkSameType: sums.resumesOkSameType,
    resumesOkOtherType: sums.resumesOkOtherType,
    resumesFailedCapacity: sums.resumesFailedCapacity,
    resumesFailedCompat: sums.resumesFailedCompat,
    allocAttempts: sums.allocAttempts,
    allocMisses: sums.allocMisses,
    peakQueue: most(({ peakQueue }) => peakQueue),
    waitP50Ms: wait.percentile(50),
    waitP99Ms: wait.percentile(99),
    waitMaxMs: wait.max,
    latencyP50Ms: latency.percentile(50),
    latencyP99Ms: latency.percentile(99),
    latencyMaxMs: latency.max,
    hostEmptyMs: sums.hostEmptyMs,
    vmDeallocatedMs: sums.vmDeallocatedMs,
    lastEventMs: most(({ lastEventMs }) => lastEventMs),
    digest: sums.digest.toString(16).padStart(8, '0'),
  };
}

/** Causes of different shards that say the same are one. */
function verdictsOf(
  outcomes: readonly ShardOutcome[],
  nameOf: (vm: number) => string,
): readonly VerdictCount[] {
  const found = new Map<string, { cause: FateCause; counted: CountedCause }>();
  for (const { causes, counted } of outcomes) {
    for (const each of counted) {
      const cause = causes[each.cause]!;
      const key = `${each.day} ${JSON.stringify(cause)}`;
      const known = found.get(key)?.counted;
      const merged =
        known === undefined
          ? each
          : {
              ...known,
              count: known.count + each.count,
              exampleVm: Math.min(known.exampleVm, each.exampleVm),
            };
      found.set(key, { cause, counted: merged });
    }
  }
  return [...found.values()]
    .map(({ cause, counted: { day, count, exampleVm } }) => ({
      ...cause,
      day,
      count,
      exampleVm: nameOf(exampleVm),
    }))
    .toSorted(
      (a, b) => a.day - b.day || b.count - a.count || compareTexts(JSON.stringify(a), JSON.stringify(b)),
    );
}

function nightsOf(
  outcomes: readonly ShardOutcome[],
  verdicts: readonly VerdictCount[],
): readonly NightSummary[] {
  const days = Math.max(0, ...outcomes.map((outcome) => outcome.days.length));
  return Array.from({ length: days }, (_day, day) => {
    const merged = mergedDay(outcomes.flatMap((outcome): DayOutcome[] => outcome.days.slice(day, day + 1)));
    const ready = mergedLatencies([merged.ready]);
    const ofDay = verdicts.filter((verdict) => verdict.day === day);
    return {
      day,
      hibernationsAsked: merged.hibernationsAsked,
      hibernationsByKind: byKind(ofDay.filter(({ act }) => act === 'hibernate')),
      startsAsked: merged.startsAsked,
      resumesByKind: byKind(ofDay.filter(({ act }) => act === 'resume')),
      noCapacity: merged.noCapacity,
      noCompatibleHost: merged.noCompatibleHost,
      givenUp: merged.givenUp,
      readyP50Ms: ready.percentile(50),
      readyP99Ms: ready.percentile(99),
      readyMaxMs: ready.max,
      peakQueue: merged.peakQueue,
      peakQueueAtMs: merged.peakQueueAtMs,
      throttled: merged.throttled,
    };
  });
}

function byKind(verdicts: readonly VerdictCount[]): Readonly<Partial<Record<FateKind, number>>> {
  const counts: Partial<Record<FateKind, number>> = {};
  for (const { kind, count } of verdicts) counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
}

function worstOf(outcomes: readonly ShardOutcome[]): Readonly<Record<WorstFate, number>> {
  const total = (worst: number) => outcomes.reduce((sum, each) => sum + (each.vmsByWorst[worst] ?? 0), 0);
  return Object.fromEntries(WORST_FATES.map((fate, worst) => [fate, total(worst)])) as Record<
    WorstFate,
    number
  >;
}

function hostsOf(scenario: Scenario, outcomes: readonly ShardOutcome[]): HostSummary {
  const total = (of: (outcome: ShardOutcome) => number) => outcomes.reduce((sum, each) => sum + of(each), 0);
  return {
    total: total(({ hosts }) => hosts.count),
    peakUsed: total(({ hosts }) => hosts.peakUsed),
    hostHours: total(({ hosts }) => hosts.hostMs) / HOUR_MS,
    emptyHostHours: total(({ sums }) => sums.hostEmptyMs) / HOUR_MS,
    byType: scenario.clusters.types.map(({ name }, type) => ({
      type: name,
      hosts: total(({ hosts }) => hosts.byType[type]!),
      peakUsed: total(({ hosts }) => hosts.peakUsedByType[type]!),
    })),
  };
}

/** AZURE-39: a hibernated VM costs its disks alone. */
function moneyOf({ money }: Scenario, outcomes: readonly ShardOutcome[]): MoneySummary | undefined {
  if (money === undefined) return undefined;
  let computeUsd = 0;
  let withoutHibernationUsd = 0;
  let unpricedVms = 0;
  let diskUsd = 0;
  for (const kind of outcomes.flatMap((outcome) => outcome.money)) {
    if (kind.usdPerHour === undefined) unpricedVms += kind.vms;
    computeUsd += (kind.heldMs / HOUR_MS) * (kind.usdPerHour ?? 0);
    withoutHibernationUsd += (kind.alwaysMs / HOUR_MS) * (kind.usdPerHour ?? 0);
    const perHour = ((money.diskUsdPerGibMonth ?? 0) * (kind.osDiskGib ?? 0)) / HOURS_PER_MONTH;
    diskUsd += (kind.existsMs / HOUR_MS) * perHour;
  }
  return {
    computeUsd: cents(computeUsd),
    withoutHibernationUsd: cents(withoutHibernationUsd),
    savedUsd: cents(withoutHibernationUsd - computeUsd),
    unpricedVms,
    ...(money.diskUsdPerGibMonth === undefined ? {} : { diskUsd: cents(diskUsd) }),
  };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
