import { HOST_GENERATIONS } from '#libs/hosts';
import type { CalendarEntry, ClusterSpec, Scenario } from '#libs/what-if';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface SmallScenario {
  readonly name?: string;
  readonly seed?: number;
  readonly vms?: number;
  readonly regions?: readonly string[];
}

/** VMs without guests that start in the morning and hibernate in the evening, on two days. */
export function smallScenario(wish: SmallScenario = {}): Scenario {
  const { name = 'all', seed = 7, vms = 200, regions = ['north', 'south', 'east'] } = wish;
  const one = <Value>(value: Value) => [{ weight: 1, value }];
  return {
    name,
    options: { seed: String(seed) },
    seed,
    days: 2,
    fleet: {
      kind: 'generated',
      vms,
      groups: one('office'),
      sizes: {
        kind: 'by-vcpu',
        vcpus: [
          { weight: 3, value: 2 },
          { weight: 1, value: 8 },
        ],
        gibPerVcpu: one(4),
      },
      pinnedPercent: 20,
      regions: regions.map((value) => ({ weight: 1, value })),
      tenants: 5,
    },
    clusters: {
      types: Object.values(HOST_GENERATIONS)
        .slice(0, 2)
        .map((generation) => ({
          name: generation.name,
          generation,
          vcpus: 48,
          memoryMib: 229_376,
          vfSlots: 64,
        })),
      clusters: regions.map(clusterIn),
    },
    schedule: { groups: [{ name: 'office', entries: CALENDAR }] },
    placement: { order: 'best-fit', strategy: 'pack' },
    limits: {
      workers: { kind: 'exactly', count: 1 },
      placementMs: 2_000,
      placementAttempts: 5,
      retryAfterMs: 60_000,
      startsPerHost: 4,
    },
    durations: {
      kind: 'linear',
      bootMs: 15_000,
      resume: { fixedMs: 2_000, perGibMs: 150 },
      save: { fixedMs: 1_000, perGibMs: 60 },
    },
    faults: [],
    hostEvents: [],
    seriesStepMs: HOUR_MS,
  };
}

function clusterIn(region: string): ClusterSpec {
  return {
    name: `${region}-1`,
    region,
    hosts: { kind: 'exactly', count: 8 },
    mix: [
      { weight: 1, value: 0 },
      { weight: 1, value: 1 },
    ],
  };
}

const CALENDAR: readonly CalendarEntry[] = [
  { act: 'start', window: { fromMs: 8 * HOUR_MS, withinMs: HOUR_MS }, offsetStream: 5 },
  { act: 'hibernate', window: { fromMs: 18 * HOUR_MS, withinMs: HOUR_MS }, offsetStream: 6 },
  { act: 'start', window: { fromMs: DAY_MS + 8 * HOUR_MS, withinMs: HOUR_MS }, offsetStream: 7 },
  { act: 'hibernate', window: { fromMs: DAY_MS + 18 * HOUR_MS, withinMs: HOUR_MS }, offsetStream: 8 },
];
