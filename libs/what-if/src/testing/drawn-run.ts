import type { ShardInput } from '../engine/shard.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FateKind } from '../guests/guest-fates.js';
import type { CalendarEntry, GroupSchedule, HostEventSpec, PlacementSpec, Scenario } from '../scenario.js';
import { aFleet, aScenario, clusterOf, entry, HOUR, LIMITS, MINUTE, SECOND, timesOf } from './a-scenario.js';
import { drawnKinds, drawnTypes } from './drawn-fleet.js';
import type { Drawn } from './drawn.js';
import { stagedFates } from './staged-fates.js';

const DAYS = 1;
const HORIZON = DAYS * 24 * HOUR;
const TYPES = 3;

const PLACEMENTS: readonly PlacementSpec[] = [
  { order: 'live', strategy: 'pack' },
  { order: 'live', strategy: 'spread' },
  { order: 'best-fit', strategy: 'pack' },
  { order: 'oldest-type-first', strategy: 'pack' },
];

/** A crowded day with everything on: guests, faults, limits, arrivals and departures, hosts that come and go. */
export function drawnRun(drawn: Drawn, vms: number): ShardInput {
  const groups = ['early', 'late'].map((name) => drawnGroup(drawn, name));
  const kinds = drawnKinds(drawn, 5, groups.length);
  const types = drawnTypes(drawn, TYPES);
  const hasGuests = drawn.isIn(60);
  const scenario = aScenario({
    seed: drawn.below(2 ** 31),
    days: DAYS,
    clusters: {
      types,
      clusters: [
        clusterOf(3 + drawn.below(5), [0, 1, 2], 'north', 'old'),
        clusterOf(3, [1, 2], 'north', 'new'),
      ],
    },
    schedule: { groups },
    placement: drawn.oneOf(PLACEMENTS),
    limits: {
      ...LIMITS,
      workers: { kind: 'exactly', count: 1 + drawn.below(4) },
      retryAfterMs: 5 * SECOND,
      startsPerHost: 1 + drawn.below(2),
      ...(drawn.isIn(60) ? { throttling: drawnThrottling(drawn) } : {}),
    },
    ...(hasGuests && drawn.isIn(50) ? { durations: { kind: 'modelled', noise: NOISE } } : {}),
    faults: hasGuests
      ? [
          { name: 'a', fault: { kind: 'noresume' }, at: 'resume', perMillion: 200_000 },
          { name: 'b', fault: { kind: 'noresume' }, at: 'hibernate', perMillion: 200_000 },
        ]
      : [],
    hostEvents: Array.from({ length: drawn.below(8) }, () => drawnHostEvent(drawn)),
    seriesStepMs: drawn.oneOf([HOUR, 7 * MINUTE]),
  });
  const kindOf = Array.from({ length: vms }, () => drawn.below(kinds.length));
  const fleet = aFleet(kinds, kindOf, drawnLives(drawn, vms));
  return { scenario, region: 'north', fleet, ...(hasGuests ? { fates: drawnFates(drawn) } : {}) };
}

const NOISE = { steady: [0.5, 1, 2], burstable: [1, 3] };

function drawnThrottling(drawn: Drawn): NonNullable<Scenario['limits']['throttling']> {
  const limit = () => ({ capacity: 1 + drawn.below(6), refillPerMinute: drawn.oneOf([2, 6, 30]) });
  return {
    start: limit(),
    hibernate: limit(),
    subscriptions: 1 + drawn.below(2),
    retry: { backoff: drawn.oneOf(['as-told', 'doubling']), attempts: 1 + drawn.below(5) },
  };
}

/** Starts and hibernations in turn, here and there one twice, close enough to meet what is still under way. */
function drawnGroup(drawn: Drawn, name: string): GroupSchedule {
  const entries: CalendarEntry[] = [];
  let at = drawn.below(4) * HOUR;
  while (at < HORIZON) {
    const act = entries.length % 2 === 0 || drawn.isIn(10) ? 'start' : 'hibernate';
    const window = { fromMs: at, withinMs: 1 + drawn.below(5 * MINUTE) };
    entries.push(entry(act, at, { window, offsetStream: 5 + entries.length }));
    at += drawn.oneOf([20 * SECOND, 3 * MINUTE, HOUR, 3 * HOUR]);
    at += 5 * MINUTE;
  }
  return { name, entries: entries.slice(0, 24) };
}

function drawnLives(drawn: Drawn, vms: number): Partial<Fleet> {
  const times = (percent: number) =>
    timesOf(
      Array.from({ length: vms }, () => (drawn.isIn(percent) ? drawn.below(HORIZON + 4 * HOUR) : undefined)),
    );
  return { firstVm: drawn.below(1000), arrivesMs: times(20), leavesMs: times(30) };
}

function drawnHostEvent(drawn: Drawn): HostEventSpec {
  const kind = drawn.oneOf(['fail', 'fail', 'repair', 'drain', 'undrain', 'retire', 'join'] as const);
  const hosts = drawn.oneOf<HostEventSpec['hosts']>([
    { kind: 'share', perMillion: 300_000 },
    { kind: 'type', type: `t${drawn.below(TYPES)}`, perMillion: 600_000 },
    { kind: 'cluster', cluster: 'new' },
  ]);
  return { kind, atMs: drawn.below(HORIZON + 2 * HOUR), hosts };
}

function drawnFates(drawn: Drawn) {
  const hibernations: readonly FateKind[] = [
    'refused',
    'aborted',
    'hung',
    'stopped',
    'asleep',
    'asleep',
    'asleep',
  ];
  const resumes: readonly FateKind[] = ['resumed', 'resumed', 'degraded', 'cold', 'hung'];
  const some = (kinds: readonly FateKind[]) => kinds.slice(drawn.below(kinds.length));
  return stagedFates({ hibernations: some(hibernations), resumes: some(resumes.toReversed()) });
}
