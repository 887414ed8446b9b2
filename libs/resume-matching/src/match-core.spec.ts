import { describe, expect, it } from 'vitest';
import {
  matchCounts,
  matchOffersCore,
  matchTables,
  NOT_PRIMARY,
  UNMATCHED,
  type MatchInput,
  type VmbusEra,
} from './match-core.js';

/** Offers as `instance`, `[instance, arrivalMs]` or `[instance, arrivalMs, subChannelIndex]`. */
type OfferText = number | readonly [instance: number, atMs: number, subChannelIndex?: number];

function input(
  channels: readonly number[],
  offers: readonly OfferText[],
  sockets: readonly number[] = [],
): MatchInput {
  const rows = offers.map((offer) => (typeof offer === 'number' ? ([offer, 0] as const) : offer));
  return {
    channelCount: channels.length,
    channelInstances: Uint32Array.from(channels),
    channelIsHvSock: Uint8Array.from(channels, (_, index) => (sockets.includes(index) ? 1 : 0)),
    offerCount: rows.length,
    offerInstances: Uint32Array.from(rows, ([instance]) => instance),
    offerSubChannelIndexes: Uint16Array.from(rows, ([, , subChannelIndex]) => subChannelIndex ?? 0),
    offerArrivalMs: Uint32Array.from(rows, ([, atMs]) => atMs),
    instanceCount: 1 + Math.max(-1, ...channels, ...rows.map(([instance]) => instance)),
  };
}

function run(era: VmbusEra, given: MatchInput, allOffersDeliveredMs = 0) {
  const tables = matchTables(given.channelCount, given.offerCount, given.instanceCount);
  const counts = matchCounts();
  matchOffersCore(given, era, allOffersDeliveredMs, tables, counts);
  return {
    counts,
    channelOfOffer: [...tables.channelOfOffer],
    offerOfChannel: [...tables.offerOfChannel],
    newChannelOffers: [...tables.newChannelOffers.subarray(0, counts.added)],
  };
}

const COUNTS = { ...matchCounts() };

describe('matching', () => {
  it('R49 R53 meets channels by instance number and makes new channels of the rest', () => {
    expect(run('A', input([7, 3, 5], [3, 9, 7, 5]))).toEqual({
      counts: { ...COUNTS, matched: 3, added: 1 },
      channelOfOffer: [1, 3, 0, 2],
      offerOfChannel: [2, 0, 3],
      newChannelOffers: [1],
    });
  });

  it('R49 the first channel of an instance wins', () => {
    expect(run('B', input([4, 4], [4])).offerOfChannel).toEqual([0, UNMATCHED]);
  });

  it('R49 leaves sub-channel offers aside', () => {
    const { counts, channelOfOffer } = run('B', input([4], [[4, 0, 1]]));
    expect({ unmatched: counts.unmatched, channelOfOffer }).toEqual({
      unmatched: 1,
      channelOfOffer: [NOT_PRIMARY],
    });
  });

  it('R52 a repeated offer meets its channel again, also one that was new a moment ago', () => {
    expect(run('B', input([1], [1, 1, 2, 2]))).toEqual({
      counts: { ...COUNTS, matched: 1, added: 1 },
      channelOfOffer: [0, 0, 1, 1],
      offerOfChannel: [1],
      newChannelOffers: [2],
    });
  });

  it('R47 counts no hv_sock channel, but lets one match', () => {
    const { counts, offerOfChannel } = run('B', input([1, 2], [2, 1], [1]));
    expect({ counts, offerOfChannel }).toEqual({ counts: { ...COUNTS, matched: 1 }, offerOfChannel: [1, 0] });
  });
});

describe('the wait of era A', () => {
  it.each([
    { case: 'all at once', offers: [0, 1], waitMs: 0, timedOut: false, outstanding: 0 },
    { case: 'the last one late', offers: [0, [1, 9_000]], waitMs: 9_000, timedOut: false, outstanding: 0 },
    {
      case: 'in the last millisecond',
      offers: [0, [1, 10_000]],
      waitMs: 10_000,
      timedOut: false,
      outstanding: 0,
    },
    { case: 'one missing', offers: [0], waitMs: 10_000, timedOut: true, outstanding: 1 },
    { case: 'a duplicate hides a missing one', offers: [0, 0], waitMs: 0, timedOut: false, outstanding: 0 },
    { case: 'a repeat too many', offers: [0, 1, 1], waitMs: 0, timedOut: false, outstanding: -1 },
    {
      case: 'a repeat of a new device counts too',
      offers: [0, 5, 5],
      waitMs: 0,
      timedOut: false,
      outstanding: 0,
    },
  ] as const)('DEVICES-5 R40 R41 $case: $waitMs ms', ({ offers, ...expected }) => {
    const { waitMs, timedOut, outstanding } = run('A', input([0, 1], offers)).counts;
    expect({ waitMs, timedOut, outstanding }).toEqual({
      waitMs: expected.waitMs,
      timedOut: expected.timedOut,
      outstanding: expected.outstanding,
    });
  });

  it('DEVICES-5 an image without a channel waits to the end', () => {
    expect(run('A', input([], [0])).counts).toMatchObject({
      waitMs: 10_000,
      timedOut: true,
      outstanding: 0,
      added: 1,
    });
  });

  it('R42 R46 an offer after the wait still repairs its channel', () => {
    expect(run('A', input([0, 1], [0, [1, 12_000]])).counts).toEqual({
      ...COUNTS,
      matched: 2,
      unmatchedAtReturn: 1,
      outstandingAtReturn: 1,
      waitMs: 10_000,
      timedOut: true,
    });
  });
});

describe('the wait of era B', () => {
  it.each([
    { case: 'said at once', deliveredMs: 0, waitMs: 0, timedOut: false },
    { case: 'said late', deliveredMs: 1_500, waitMs: 1_500, timedOut: false },
    { case: 'never said', deliveredMs: Infinity, waitMs: 60_000, timedOut: true },
  ])('R40 R41 $case: $waitMs ms, whatever is missing', ({ deliveredMs, waitMs, timedOut }) => {
    expect(run('B', input([0, 1], [0]), deliveredMs).counts).toEqual({
      ...COUNTS,
      matched: 1,
      unmatched: 1,
      unmatchedAtReturn: 1,
      waitMs,
      timedOut,
    });
  });
});

it('runs one VM after another through the same buffers', () => {
  const tables = matchTables(3, 4, 10);
  const counts = matchCounts();
  const inputs = [input([7, 3, 5], [3, 9, 7, 5]), input([3], [7]), input([7, 3, 5], [3, 9, 7, 5])];
  const results = inputs.map((given) => {
    matchOffersCore(given, 'A', 0, tables, counts);
    return { ...counts };
  });
  expect(results).toEqual(inputs.map((given) => run('A', given).counts));
});
