import {
  matchCounts,
  matchOffersCore,
  matchTables,
  NOT_PRIMARY,
  UNMATCHED,
  type VmbusEra,
} from '#libs/resume-matching';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
import type { OfferRow, Scenario } from './scenario.js';
import { device, offer, SOCKET_FLAGS } from './testing/scenario-fixtures.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 6_113_386, numRuns: 500 };

interface Case {
  /** Instances of the image's primaries. */
  readonly image: readonly number[];
  /** Instances of the sockets in the image. */
  readonly sockets: readonly number[];
  readonly offers: readonly {
    readonly instance: number;
    readonly atMs: number;
    readonly isSubChannel: boolean;
  }[];
}

const INSTANCES = 12;

/** Few instances, so that repeats, strangers and stale sockets are met; arrivals around both limits of the wait. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    order: fc.shuffledSubarray(
      Array.from({ length: INSTANCES }, (_, at) => at),
      { minLength: INSTANCES },
    ),
    imageSize: fc.nat(8),
    socketCount: fc.nat(2),
    offers: fc.array(
      fc.record({
        pick: fc.nat(INSTANCES - 1),
        atMs: fc.constantFrom(0, 0, 0, 1, 200, 9_999, 10_001, 30_000),
        isSubChannel: fc.boolean().chain((sub) => (sub ? fc.boolean() : fc.constant(false))),
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ order, imageSize, socketCount, offers }) => {
    const image = order.slice(0, imageSize);
    const sockets = order.slice(imageSize, imageSize + socketCount);
    return {
      image,
      sockets,
      offers: offers
        .map(({ pick, atMs, isSubChannel }) => ({
          instance: order[pick]!,
          atMs,
          // One without a primary would become a primary, which the core leaves out.
          isSubChannel: isSubChannel && pick < imageSize,
        }))
        .sort((a, b) => a.atMs - b.atMs),
    };
  });

function scenarioOf({ image, sockets, offers }: Case): Scenario {
  const row = ({ instance, atMs, isSubChannel }: Case['offers'][number], at: number): OfferRow =>
    offer(instance, 100 + at, { atMs, subChannelIndex: isSubChannel ? at + 1 : 0 });
  return {
    // Without a driver nothing is ever opened, and sub-channels are left to be.
    devices: Array.from({ length: INSTANCES }, (_, number) => device('rdv', number)),
    boot: { offers: image.map((instance, at) => offer(instance, at + 1)) },
    before_hibernation: sockets.map((instance, at) => [
      'offer',
      offer(instance, 50 + at, { flags: SOCKET_FLAGS }),
    ]),
    restore: { offers: offers.map(row) },
  };
}

function coreResult({ image, sockets, offers }: Case, era: VmbusEra) {
  const channels = [...image, ...sockets];
  const tables = matchTables(channels.length, offers.length, INSTANCES);
  const counts = matchCounts();
  matchOffersCore(
    {
      channelCount: channels.length,
      channelInstances: Uint32Array.from(channels),
      channelIsHvSock: Uint8Array.from(channels, (_, at) => (at < image.length ? 0 : 1)),
      offerCount: offers.length,
      offerInstances: Uint32Array.from(offers, ({ instance }) => instance),
      offerSubChannelIndexes: Uint16Array.from(offers, ({ isSubChannel }, at) => (isSubChannel ? at + 1 : 0)),
      offerArrivalMs: Uint32Array.from(offers, ({ atMs }) => atMs),
      instanceCount: INSTANCES,
    },
    era,
    0,
    tables,
    counts,
  );
  return { tables, counts };
}

/** What both must agree on, as the bus model observed it. Channel numbers of new channels are made relative. */
function busView({ image, sockets }: Case, scenario: Scenario, era: VmbusEra) {
  const restore = replayScenario(scenario, era).observed.restore!;
  const channelCount = image.length + sockets.length;
  const rows = restore.offers ?? [];
  const fresh = [...new Set(rows.filter(({ o }) => o === 'new').map(({ c }) => c!))];
  return {
    channelOfOffer: rows.map(({ o, c }) => {
      if (o === 'sub') return NOT_PRIMARY;
      return fresh.includes(c!) ? channelCount + fresh.indexOf(c!) : c!;
    }),
    added: fresh.length,
    unmatched: restore.unmatched!.length,
    unmatchedAtReturn: restore.unmatched_at_return!.length,
    outstanding: restore.outstanding ?? 0,
    outstandingAtReturn: restore.outstanding_at_return ?? 0,
    waitMs: restore.wait_ms!,
    timedOut: restore.timed_out!,
    orphans: restore.unmatched!,
  };
}

function coreView(drawn: Case, era: VmbusEra) {
  const { tables, counts } = coreResult(drawn, era);
  const { added, unmatched, unmatchedAtReturn, outstanding, outstandingAtReturn, waitMs, timedOut } = counts;
  const orphans = drawn.image.map((_, at) => at).filter((at) => tables.offerOfChannel[at] === UNMATCHED);
  return {
    channelOfOffer: [...tables.channelOfOffer],
    added,
    unmatched,
    unmatchedAtReturn,
    outstanding,
    outstandingAtReturn,
    waitMs,
    timedOut,
    orphans,
  };
}

describe.each(['A', 'B'] as const)('the matching core and the bus model, era %s', (era) => {
  it('R53 R49 R40 agree on any image and any offers', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        expect(coreView(drawn, era)).toEqual(busView(drawn, scenarioOf(drawn), era));
      }),
      RUNS,
    );
  });
});
