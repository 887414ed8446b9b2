import { describe, expect, it } from 'vitest';
import { cameBackWhole, figuresOf, servesAll, startsEnded } from './figures.js';
import { stormSummary } from './testing/run-reports.js';

const SUMMARY = stormSummary({ name: 'azure', vms: 1_000, perThousand: { memoryMap: 20, staleMac: 40 } });

describe('the headline figures', () => {
  it('take what came back whole from the guests, and times from the worst morning', () => {
    const [first, second] = SUMMARY.nights;
    const summary = {
      ...SUMMARY,
      counts: {
        ...SUMMARY.counts,
        resumesRequested: 2_000,
        resumesFailedCapacity: 3,
        resumesFailedCompat: 4,
        bootsFailed: 2,
        peakQueue: 50,
      },
      nights: [
        {
          ...first!,
          resumesByKind: { resumed: 900, degraded: 10 },
          readyP50Ms: 9,
          readyP99Ms: 90,
          readyMaxMs: 99,
          peakQueue: 50,
          peakQueueAtMs: 7,
        },
        {
          ...second!,
          resumesByKind: { resumed: 800 },
          readyP50Ms: 8,
          readyP99Ms: 95,
          readyMaxMs: 96,
          peakQueue: 40,
          peakQueueAtMs: 8,
        },
      ],
      vmsByWorst: {
        unharmed: 985,
        'never-asleep': 1,
        'not-placed': 2,
        degraded: 3,
        'memory-lost': 4,
        hung: 5,
      },
      throttled: { starts: 6, hibernations: 7, givenUp: 8 },
      money: { computeUsd: 75, withoutHibernationUsd: 100, savedUsd: 25, unpricedVms: 0 },
    };
    expect(figuresOf(summary)).toEqual({
      hasGuests: true,
      vms: 1_000,
      resumesAsked: 2_000,
      cameBackWhole: 1_700,
      wholeShare: 0.85,
      damagedShare: 0.005,
      vmsMemoryLost: 4,
      vmsHung: 5,
      vmsDegraded: 3,
      vmsNeverAsleep: 1,
      notPlaced: 9,
      bootsNotPlaced: 2,
      noCapacity: 3,
      noCompatibleHost: 4,
      ready: { p50Ms: 8, p99Ms: 95, maxMs: 96 },
      peakQueue: 50,
      peakQueueAtMs: 7,
      throttled: 13,
      throttledGivenUp: 8,
      savedUsd: 25,
      savedShare: 0.25,
      hosts: SUMMARY.hosts.total,
      mostHostsUsed: SUMMARY.hosts.peakUsed,
      emptyHostHours: SUMMARY.hosts.emptyHostHours,
      sameHostShare: SUMMARY.counts.resumesOkSameHost / SUMMARY.counts.resumesOk,
    });
  });

  it('go by placement where no guests are followed', () => {
    const summary = stormSummary({ name: 'best-fit', vms: 1_000, guests: false, money: false });
    const { hasGuests, cameBackWhole, savedUsd } = figuresOf(summary);
    expect({ hasGuests, cameBackWhole, savedUsd }).toEqual({
      hasGuests: false,
      cameBackWhole: summary.counts.resumesOk,
      savedUsd: undefined,
    });
  });

  it('have no share of nothing, and the counts of a run without mornings', () => {
    const counts = {
      ...SUMMARY.counts,
      resumesRequested: 0,
      resumesOk: 0,
      latencyP50Ms: 1,
      latencyP99Ms: 2,
      latencyMaxMs: 3,
    };
    const figures = figuresOf({ ...SUMMARY, counts, nights: [] });
    const { wholeShare, damagedShare, sameHostShare, peakQueueAtMs, ready } = figures;
    expect([wholeShare, damagedShare, sameHostShare, peakQueueAtMs]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(ready).toEqual({ p50Ms: 1, p99Ms: 2, maxMs: 3 });
    const never = { ...counts, latencyMaxMs: 0 };
    expect(figuresOf({ ...SUMMARY, counts: never, nights: [] }).ready).toBeUndefined();
  });
});

describe('whether everybody was served', () => {
  it.each([
    [{ notPlaced: 0, throttledGivenUp: 0 }, true],
    [{ notPlaced: 1, throttledGivenUp: 0 }, false],
    [{ notPlaced: 0, throttledGivenUp: 1 }, false],
  ])('%o: %s', (some, expected) => {
    expect(servesAll({ ...figuresOf(SUMMARY), ...some })).toBe(expected);
  });
});

describe('what was asked to come back on a day', () => {
  const [night] = SUMMARY.nights;
  const day = { ...night!, startsAsked: 100, noCapacity: 2, noCompatibleHost: 3, readyMaxMs: 9 };

  it.each([
    ['resumes and those without a host', { ...day, resumesByKind: { resumed: 80, cold: 5 } }, true, [90, 80]],
    ['resumes that all hang', { ...day, resumesByKind: { hung: 95 }, readyMaxMs: 0 }, true, [100, 0]],
    ['starts, without guests', { ...day, resumesByKind: {} }, false, [100, 95]],
    ['nothing, where all were boots', { ...day, resumesByKind: {}, readyMaxMs: 0 }, true, [0, 0]],
  ])('is %s', (_what, each, hasGuests, expected) => {
    expect([startsEnded(each, hasGuests), cameBackWhole(each, hasGuests)]).toEqual(expected);
  });
});
