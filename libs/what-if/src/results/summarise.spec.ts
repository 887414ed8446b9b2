import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../engine/latency-histogram.js';
import { runShard } from '../engine/run-shard.js';
import type { CountedCause, DayOutcome, ShardOutcome } from '../engine/shard.js';
import type { VmKind } from '../fleet/fleet.js';
import type { FateCause } from '../guests/guest-fates.js';
import { aMake } from '../guests/testing/guest-makes.js';
import type { CalendarEntry, MoneySpec, Scenario } from '../scenario.js';
import { aFleet, aKind, aScenario, entry, HOUR, timesOf } from '../testing/a-scenario.js';
import { drawnRun } from '../testing/drawn-run.js';
import { Drawn } from '../testing/drawn.js';
import { stagedFates } from '../testing/staged-fates.js';
import { mergedDay } from './merge-outcomes.js';
import { countsOf, summarise } from './summarise.js';

const CONTEXT = { scenarioSha256: 'abc', version: '1', nameOf: (vm: number) => `vm-${vm}` };

describe('the summary of several regions', () => {
  it('is the same in whichever order their outcomes are merged', () => {
    const seed = 20_261_130;
    const money: MoneySpec = { currency: 'USD', priceRegion: 'any', diskUsdPerGibMonth: 0.1 };
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (runSeed, order) => {
        const inputs = [0, 1, 2].map((region) => drawnRun(new Drawn(runSeed + region), 25));
        const scenario: Scenario = { ...inputs[0]!.scenario, money };
        const regions = inputs.map(({ fleet, fates }) =>
          runShard({
            scenario,
            region: 'north',
            fleet: { ...fleet, kinds: fleet.kinds.map((kind) => ({ ...kind, group: 0 })) },
            ...(fates === undefined ? {} : { fates }),
          }),
        );
        const shuffled = regions
          .map((outcome, at) => ({ outcome, place: order[at]! }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ outcome }) => outcome);
        expect(summarise(scenario, shuffled, CONTEXT)).toEqual(summarise(scenario, regions, CONTEXT));
      }),
      { seed, numRuns: 12 },
    );
  });

  it('adds up what they counted, and takes the longest queue and the last event', () => {
    const of = (from: number): ShardOutcome => anOutcome(from);
    const { digest, ...counts } = countsOf([of(1), of(1000)]);
    expect(digest).toBe(((2 * 0xffff_ff00 + 1001) >>> 0).toString(16).padStart(8, '0'));
    expect(counts).toEqual({
      vms: 1001,
      hosts: 1001,
      workers: 1001,
      ...Object.fromEntries(
        [
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
        ].map((name) => [name, 1001]),
      ),
      peakQueue: 1000,
      waitP50Ms: 1,
      waitP99Ms: 1000,
      waitMaxMs: 1000,
      latencyP50Ms: 2,
      latencyP99Ms: 2000,
      latencyMaxMs: 2000,
      lastEventMs: 1000,
    });
  });

  it('tells of the longest queue when it was first so long', () => {
    const day = (peakQueue: number, peakQueueAtMs: number): DayOutcome => ({
      hibernationsAsked: 1,
      startsAsked: 2,
      noCapacity: 3,
      noCompatibleHost: 4,
      givenUp: 6,
      throttled: 5,
      peakQueue,
      peakQueueAtMs,
      ready: histogramOf([peakQueueAtMs]).counts(),
    });
    const days = [day(3, 10), day(7, 30), day(7, 20)];
    const { ready, ...merged } = mergedDay(days);
    expect(merged).toEqual({
      hibernationsAsked: 3,
      startsAsked: 6,
      noCapacity: 9,
      noCompatibleHost: 12,
      givenUp: 18,
      throttled: 15,
      peakQueue: 7,
      peakQueueAtMs: 20,
    });
    expect([ready.total, ready.max]).toEqual([3, 30]);
    expect(mergedDay(days.toReversed()).peakQueueAtMs).toBe(20);
  });
});

describe('verdicts', () => {
  const cause = (summary: string, change: Partial<FateCause> = {}): FateCause => ({
    act: 'resume',
    kind: 'cold',
    summary,
    ...change,
  });
  const counted = (index: number, day: number, count: number, exampleVm: number): CountedCause => ({
    cause: index,
    day,
    count,
    exampleVm,
  });

  it('of regions that say the same are one, with the first VM by number for an example', () => {
    const north = {
      ...anOutcome(1),
      causes: [cause('a'), cause('b')],
      counted: [counted(0, 1, 5, 70), counted(1, 0, 2, 9), counted(1, 1, 3, 4)],
    };
    const south = {
      ...anOutcome(1),
      causes: [cause('b'), cause('a', { rule: 'R65' }), cause('a')],
      counted: [counted(0, 1, 1, 2), counted(1, 1, 4, 1000), counted(2, 1, 5, 66)],
    };
    const expected = [
      { ...cause('b'), day: 0, count: 2, exampleVm: 'vm-9' },
      { ...cause('a'), day: 1, count: 10, exampleVm: 'vm-66' },
      { ...cause('a', { rule: 'R65' }), day: 1, count: 4, exampleVm: 'vm-1000' },
      { ...cause('b'), day: 1, count: 4, exampleVm: 'vm-2' },
    ];
    expect(summarise(aScenario(), [north, south], CONTEXT).verdicts).toEqual(expected);
    expect(summarise(aScenario(), [south, north], CONTEXT).verdicts).toEqual(expected);
  });
});

const NIGHTS = [entry('start', 6 * HOUR), entry('hibernate', 18 * HOUR), entry('start', 30 * HOUR)];
const MONEY: MoneySpec = { currency: 'USD', priceRegion: 'any', diskUsdPerGibMonth: 7.3 };

interface Bill {
  readonly entries?: readonly CalendarEntry[];
  readonly kinds?: readonly VmKind[];
  readonly leaves?: number;
  readonly fates?: Parameters<typeof stagedFates>[0];
  readonly money?: MoneySpec;
}

const PRICED = aKind({ make: aMake({ usdPerHour: 100 }) });

/** What two days of one VM of each kind cost: 100 USD an hour, and 64 GiB at 0.01 USD for each and hour. */
function billOf({ entries = NIGHTS, kinds = [PRICED], leaves, fates, money = MONEY }: Bill) {
  const scenario = aScenario({ days: 2, schedule: { groups: [{ name: 'office', entries }] }, money });
  const numbers = kinds.map((_kind, number) => number);
  const fleet = aFleet(kinds, numbers, { leavesMs: timesOf(numbers.map(() => leaves)) });
  const guests = fates === undefined ? {} : { fates: stagedFates(fates) };
  return summarise(scenario, [runShard({ scenario, region: 'north', fleet, ...guests })], CONTEXT).money;
}

const usd = (seconds: number) => Math.round((seconds / 3600) * 100 * 100) / 100;
const H = 3600;
/** From the host's choice, two seconds after the request, to the end of the second day. */
const NEVER_ASLEEP = 42 * H - 2;
const ONE_NIGHT = 12 * H + 1 + 18 * H - 2;

describe('money', () => {
  it.each([
    // On its host from 06:00:02 to 18:00:03, and from 30:00:02 on.
    ['sleeps for one night', {}, ONE_NIGHT, 30.72],
    ['sleeps from the first evening on', { entries: NIGHTS.slice(0, 2) }, 12 * H + 1, 30.72],
    ['never sleeps', { entries: NIGHTS.slice(0, 1) }, NEVER_ASLEEP, 30.72],
    ['refuses to sleep', { fates: { hibernations: ['refused'], resumes: ['resumed'] } }, NEVER_ASLEEP, 30.72],
    [
      'is stuck half asleep, and is started anew where it is',
      { fates: { hibernations: ['hung'], resumes: ['resumed'] } },
      NEVER_ASLEEP,
      30.72,
    ],
    [
      'sleeps, and is stuck once it is back',
      { fates: { hibernations: ['asleep'], resumes: ['hung'] } },
      ONE_NIGHT,
      30.72,
    ],
  ] as const)(
    'AZURE-39 a VM that %s costs its time on a host, and its disk all the time',
    (_what, bill, heldSeconds, diskUsd) => {
      expect(billOf(bill)).toEqual({
        computeUsd: usd(heldSeconds),
        withoutHibernationUsd: usd(NEVER_ASLEEP),
        savedUsd: usd(NEVER_ASLEEP - heldSeconds),
        unpricedVms: 0,
        diskUsd,
      });
    },
  );

  it('AZURE-39 a VM that is off, or was deleted, costs no more', () => {
    expect(billOf({ entries: [] })).toEqual({
      computeUsd: 0,
      withoutHibernationUsd: 0,
      savedUsd: 0,
      unpricedVms: 0,
      diskUsd: 30.72,
    });
    expect(billOf({ leaves: 24 * HOUR })).toEqual({
      computeUsd: usd(12 * H + 1),
      withoutHibernationUsd: usd(18 * H - 2),
      savedUsd: usd(6 * H - 3),
      unpricedVms: 0,
      diskUsd: 15.36,
    });
  });

  it('AZURE-39 prices by kind, and counts VMs without a price instead of guessing one', () => {
    const cheap = aKind({ make: aMake({ usdPerHour: 0.5, osDisk: { ...aMake().osDisk, sizeGib: 32 } }) });
    const kinds = [PRICED, cheap, aKind({ make: aMake() }), aKind()];
    const hours = ONE_NIGHT / H;
    expect(billOf({ kinds })).toEqual({
      computeUsd: Math.round(hours * 100.5 * 100) / 100,
      withoutHibernationUsd: Math.round((NEVER_ASLEEP / H) * 100.5 * 100) / 100,
      savedUsd: Math.round((NEVER_ASLEEP / H - hours) * 100.5 * 100) / 100,
      unpricedVms: 2,
      // Of the one whose size is but an amount no disk is known.
      diskUsd: 30.72 + 15.36 + 30.72,
    });
  });

  it('tells no cost of disks where none is known, and none at all where no money is to be counted', () => {
    expect(Object.keys(billOf({ money: { currency: 'USD', priceRegion: 'any' } }) ?? {})).not.toContain(
      'diskUsd',
    );
    const scenario = aScenario();
    const outcome = runShard({ scenario, region: 'north', fleet: aFleet([PRICED], [0]) });
    expect(Object.keys(summarise(scenario, [outcome], CONTEXT))).not.toContain('money');
  });
});

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** An outcome all of whose counts are `each`. */
function anOutcome(each: number): ShardOutcome {
  const scenario = aScenario();
  const empty = runShard({ scenario, region: 'north', fleet: aFleet([aKind()], []) });
  const sums = Object.fromEntries(
    Object.keys(empty.sums).map((name) => [name, each]),
  ) as ShardOutcome['sums'];
  return {
    ...empty,
    vmCount: each,
    workers: each,
    sums: { ...sums, digest: 0xffff_ff00 + each },
    peakQueue: each,
    lastEventMs: each,
    wait: histogramOf([each]).counts(),
    latency: histogramOf([2 * each]).counts(),
    hosts: { ...empty.hosts, count: each },
  };
}
