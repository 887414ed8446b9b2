import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refilled, secondsUntilOne, takeOne, type Bucket } from '#libs/throttling';
import type { ThrottlingSpec } from '../scenario.js';
import { aFleet, aKind, aScenario, entry, HOUR, LIMITS, SECOND } from '../testing/a-scenario.js';
import { Drawn } from '../testing/drawn.js';
import { toldBriefly, watchedRun } from '../testing/watched-run.js';
import { runShard } from './run-shard.js';
import type { WatchedAct } from './shard.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_127, numRuns: 40 };

interface Told {
  readonly times: readonly number[];
  readonly tenants: readonly number[];
  readonly throttling: ThrottlingSpec;
}

/** One try of a client. */
interface Try {
  readonly vm: number;
  readonly at: number;
  readonly tries: number;
}

/**
 * What comes of requests at these times, VM by VM: when it was turned away, and when it was taken, if it was. From the
 * live path's buckets, a list of tries that is sorted before each, and what the scenario says of clients.
 */
function received({ times, tenants, throttling }: Told, limit: ThrottlingSpec['start']) {
  const { subscriptions, retry } = throttling;
  const buckets = new Map<number, Bucket>();
  const told = times.map(() => ({ turnedAway: [] as number[], taken: [] as number[] }));
  const tries: Try[] = times.map((at, vm) => ({ vm, at, tries: 1 }));
  const isFirst = (each: Try) => (each.tries === 1 ? 0 : 1);
  for (;;) {
    tries.sort((a, b) => a.at - b.at || isFirst(a) - isFirst(b) || a.vm - b.vm);
    const next = tries.shift();
    if (next === undefined) return told;
    const subscription = tenants[next.vm]! % subscriptions;
    const bucket = refilled(buckets.get(subscription), limit, next.at);
    const taken = takeOne(bucket);
    buckets.set(subscription, taken ?? bucket);
    if (taken !== undefined) {
      told[next.vm]!.taken.push(next.at);
      continue;
    }
    told[next.vm]!.turnedAway.push(next.at);
    if (next.tries === retry.attempts) continue;
    const waitMs = secondsUntilOne(bucket, limit) * 1000;
    const times = retry.backoff === 'doubling' ? 2 ** Math.min(next.tries - 1, 10) : 1;
    tries.push({ vm: next.vm, at: next.at + waitMs * times, tries: next.tries + 1 });
  }
}

const drawnThrottling = fc.record({
  start: fc.record({
    capacity: fc.integer({ min: 1, max: 6 }),
    refillPerMinute: fc.constantFrom(1, 7.5, 60, 400),
  }),
  hibernate: fc.record({
    capacity: fc.integer({ min: 1, max: 6 }),
    refillPerMinute: fc.constantFrom(2, 31, 100),
  }),
  subscriptions: fc.integer({ min: 1, max: 3 }),
  retry: fc.record({
    backoff: fc.constantFrom('as-told' as const, 'doubling' as const),
    attempts: fc.integer({ min: 1, max: 12 }),
  }),
});

const VMS = 12;

describe('requests that meet the limits of a subscription', () => {
  it('ARM-30 are taken, turned away and asked again as the live path and its clients would: starts, hibernations', () => {
    let turnedAway = 0;
    fc.assert(
      fc.property(fc.nat(), drawnThrottling, (seed, throttling) => {
        const drawn = new Drawn(seed);
        const tenants = Array.from({ length: VMS }, () => drawn.below(5));
        const times = tenants.map(() => HOUR + drawn.oneOf([0, drawn.below(20_000)]));
        const tenantOf = Uint32Array.from(tenants);
        const fleet = aFleet(
          [aKind({ vcpus: 1, memoryMib: 512 })],
          tenants.map(() => 0),
          {
            tenantOf,
            arrivesMs: Uint32Array.from(times),
          },
        );
        // Long after the last client has had its start, all are asked to hibernate, at times of their own.
        const window = { fromMs: 20 * HOUR, withinMs: 30 * SECOND };
        const entries = [entry('start', 0), entry('hibernate', 0, { window })];
        const unlimited = { capacity: 1000, refillPerMinute: 1000 };
        const run = (limited: 'start' | 'hibernate') => {
          const limits = {
            ...throttling,
            start: unlimited,
            hibernate: unlimited,
            [limited]: throttling[limited],
          };
          const scenario = aScenario({
            schedule: { groups: [{ name: 'office', entries }] },
            limits: { ...LIMITS, placementMs: 0, throttling: limits },
          });
          const { acts } = watchedRun({ scenario, region: 'north', fleet });
          const told = (vm: number, act: WatchedAct['act']) =>
            acts.filter((each) => each.vm === vm && each.act === act).map(({ atMs }) => atMs);
          return {
            told: tenants.map((_tenant, vm) => ({
              turnedAway: told(vm, 'turned-away'),
              taken: told(vm, limited === 'start' ? 'placed' : 'fell-asleep'),
            })),
            asked: tenants.map((_tenant, vm) => told(vm, 'hibernation-asked')[0] ?? 0),
          };
        };
        const starts = run('start').told;
        expect(starts).toEqual(received({ times, tenants, throttling }, throttling.start));
        const { told: hibernations, asked } = run('hibernate');
        expect(hibernations).toEqual(received({ times: asked, tenants, throttling }, throttling.hibernate));
        for (const { turnedAway: each } of [...starts, ...hibernations]) turnedAway += each.length;
      }),
      RUNS,
    );
    expect(turnedAway).toBeGreaterThan(500);
  });
});

const ONE_A_MINUTE = { capacity: 1, refillPerMinute: 1 };
const PLENTY = { capacity: 100, refillPerMinute: 100 };

function threeVms(throttling: Partial<ThrottlingSpec>, times: readonly number[]) {
  const acts = ['start', 'hibernate', 'start', 'hibernate'] as const;
  const entries = times.map((at, step) => entry(acts[step]!, at));
  const scenario = aScenario({
    schedule: { groups: [{ name: 'office', entries }] },
    limits: {
      ...LIMITS,
      throttling: {
        start: PLENTY,
        hibernate: PLENTY,
        subscriptions: 1,
        retry: { backoff: 'as-told', attempts: 3 },
        ...throttling,
      },
    },
  });
  return { scenario, region: 'north', fleet: aFleet([aKind({ vcpus: 1, memoryMib: 512 })], [0, 0, 0]) };
}

describe('a client that is turned away', () => {
  it.each([
    ['as-told', 3, ['00:00 start-asked', '00:00 turned-away', '01:00 turned-away', '02:02 placed host 0']],
    ['doubling', 3, ['00:00 start-asked', '00:00 turned-away', '01:00 turned-away', '03:02 placed host 0']],
    ['as-told', 2, ['00:00 start-asked', '00:00 turned-away', '01:00 turned-away', '01:00 start-failed']],
    ['doubling', 1, ['00:00 start-asked', '00:00 turned-away', '00:00 start-failed']],
  ] as const)('waits %s, and after %i tries in vain gives up', (backoff, attempts, expected) => {
    const input = threeVms({ start: ONE_A_MINUTE, retry: { backoff, attempts } }, [6 * HOUR]);
    // One request a minute: the first VM has the first, the second VM the next.
    const told = toldBriefly(input, 2).filter((act) => !act.endsWith('booted host 0'));
    expect(told).toEqual(expected.map((act) => `06:${act}`));
  });

  it('gives up: the start fails, the VM stays as it was', () => {
    const input = threeVms({ start: ONE_A_MINUTE, retry: { backoff: 'as-told', attempts: 1 } }, [6 * HOUR]);
    expect([0, 1, 2].map((vm) => toldBriefly(input, vm))).toEqual([
      ['06:00:00 start-asked', '06:00:02 placed host 0', '06:00:12 booted host 0'],
      ['06:00:00 start-asked', '06:00:00 turned-away', '06:00:00 start-failed'],
      ['06:00:00 start-asked', '06:00:00 turned-away', '06:00:00 start-failed'],
    ]);
    const { sums, days } = runShard(input);
    expect([sums.throttledStarts, sums.givenUp, sums.bootsOk, days[0]!.throttled]).toEqual([2, 2, 1, 2]);
  });

  it('gives up a hibernation: the VM runs on, and may hibernate the next time', () => {
    const times = [6 * HOUR, 18 * HOUR, 19 * HOUR, 20 * HOUR];
    const input = threeVms({ hibernate: ONE_A_MINUTE, retry: { backoff: 'as-told', attempts: 1 } }, times);
    const { sums } = runShard(input);
    expect(toldBriefly(input, 1).slice(3)).toEqual([
      '18:00:00 hibernation-asked',
      '18:00:00 turned-away',
      '19:00:00 skipped',
      '20:00:00 hibernation-asked',
      '20:00:00 turned-away',
    ]);
    expect([sums.throttledHibernations, sums.givenUp, sums.hibernates]).toEqual([4, 4, 2]);
  });

  it('counts its tries anew for each hibernation', () => {
    const times = [6 * HOUR, 18 * HOUR, 19 * HOUR, 20 * HOUR];
    const input = threeVms({ hibernate: ONE_A_MINUTE, retry: { backoff: 'as-told', attempts: 2 } }, times);
    expect(toldBriefly(input, 2).slice(3)).toEqual([
      '18:00:00 hibernation-asked',
      '18:00:00 turned-away',
      '18:01:00 turned-away',
      '19:00:00 skipped',
      '20:00:00 hibernation-asked',
      '20:00:00 turned-away',
      '20:01:00 turned-away',
    ]);
  });

  it('asks for a hibernation again though a start has come due meanwhile, which is left alone', () => {
    const times = [6 * HOUR, 18 * HOUR, 18 * HOUR + 30 * SECOND];
    const input = threeVms({ hibernate: ONE_A_MINUTE }, times);
    expect(toldBriefly(input, 1).slice(3)).toEqual([
      '18:00:00 hibernation-asked',
      '18:00:00 turned-away',
      '18:00:30 skipped',
      '18:01:00 fell-asleep',
      '18:01:03 saved',
    ]);
  });
});
