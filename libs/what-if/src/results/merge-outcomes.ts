import { LatencyHistogram, type LatencyCounts } from '../engine/latency-histogram.js';
import { SUM_NAMES, type DayOutcome, type ShardOutcome, type SumName } from '../engine/shard.js';

/** Sums over shards; the digest modulo 2^32. */
export function summed(outcomes: readonly ShardOutcome[]): Readonly<Record<SumName, number>> {
  const sums = {} as Record<SumName, number>;
  for (const name of SUM_NAMES) sums[name] = outcomes.reduce((sum, each) => sum + each.sums[name], 0);
  return { ...sums, digest: sums.digest >>> 0 };
}

export function mergedLatencies(all: readonly LatencyCounts[]): LatencyHistogram {
  const merged = new LatencyHistogram();
  for (const counts of all) merged.merge(counts);
  return merged;
}

/** One day of all shards. Queues are each region's own: the longest is told, and when it was first so long. */
export function mergedDay(days: readonly DayOutcome[]): DayOutcome {
  const sum = (of: (day: DayOutcome) => number) => days.reduce((total, day) => total + of(day), 0);
  const longest = days.toSorted((a, b) => b.peakQueue - a.peakQueue || a.peakQueueAtMs - b.peakQueueAtMs)[0];
  return {
    hibernationsAsked: sum((day) => day.hibernationsAsked),
    startsAsked: sum((day) => day.startsAsked),
    noCapacity: sum((day) => day.noCapacity),
    noCompatibleHost: sum((day) => day.noCompatibleHost),
    givenUp: sum((day) => day.givenUp),
    throttled: sum((day) => day.throttled),
    peakQueue: longest?.peakQueue ?? 0,
    peakQueueAtMs: longest?.peakQueueAtMs ?? 0,
    ready: mergedLatencies(days.map(({ ready }) => ready)).counts(),
  };
}
