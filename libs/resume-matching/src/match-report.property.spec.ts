import { guid, type Guid, type Offer } from '#libs/vmbus';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VmbusEra } from './match-core.js';
import { matchReport, type ArrivingOffer, type ImageChannel } from './match-report.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_250_113, numRuns: 300 };

const CLASS = guid('f8615163-df3e-46c5-913f-f2d2f965ed0e');

function instance(number: number): Guid {
  return guid(`00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
}

function offerOf(number: number, relid: number): Offer {
  return {
    classGuid: CLASS,
    instanceGuid: instance(number),
    relid,
    subChannelIndex: 0,
    flags: 1,
    dedicatedInterrupt: true,
    connectionId: 8192 | relid,
    monitorId: 255,
    monitorAllocated: false,
    mmioMegabytes: 0,
  };
}

const era = fc.constantFrom<VmbusEra>('A', 'B');
const distinctInstances = fc.uniqueArray(fc.nat(30), { maxLength: 20 });

function channelsOf(numbers: readonly number[]): ImageChannel[] {
  return numbers.map((number, at) => ({ slot: `nic ${number}`, offer: offerOf(number, at + 1) }));
}

function offersOf(numbers: readonly number[], firstRelid: number): ArrivingOffer[] {
  return numbers.map((number, at) => ({ slot: `nic ${number}`, offer: offerOf(number, firstRelid + at) }));
}

/** Slots by outcome, without regard to order. */
function outcomes(report: ReturnType<typeof matchReport>) {
  const slots = (outcome: string) =>
    report.rows
      .filter((row) => row.outcome === outcome)
      .map(({ slot }) => slot)
      .sort();
  return { matched: slots('matched'), unmatched: slots('unmatched'), new: slots('new') };
}

describe('any image and any offers', () => {
  it('DEVICES-2 R53 the order of the offers does not matter', () => {
    const shuffled = distinctInstances.chain((numbers) =>
      fc.tuple(fc.constant(numbers), fc.shuffledSubarray(numbers, { minLength: numbers.length })),
    );
    fc.assert(
      fc.property(era, distinctInstances, shuffled, (anyEra, image, [inOrder, inOther]) => {
        const channels = channelsOf(image);
        const one = matchReport({ era: anyEra, channels, offers: offersOf(inOrder, 1) });
        const other = matchReport({ era: anyEra, channels, offers: offersOf(inOther, 1) });
        expect(outcomes(other)).toEqual(outcomes(one));
      }),
      RUNS,
    );
  });

  it('DEVICES-2 DEVICES-4 matched is what both have, unmatched and new are the rest', () => {
    fc.assert(
      fc.property(era, distinctInstances, distinctInstances, (anyEra, image, offered) => {
        const report = matchReport({
          era: anyEra,
          channels: channelsOf(image),
          offers: offersOf(offered, 1),
        });
        const named = (numbers: number[]) => numbers.map((number) => `nic ${number}`).sort();
        expect(outcomes(report)).toEqual({
          matched: named(image.filter((number) => offered.includes(number))),
          unmatched: named(image.filter((number) => !offered.includes(number))),
          new: named(offered.filter((number) => !image.includes(number))),
        });
      }),
      RUNS,
    );
  });

  it('R2 counts add up: rows, image channels, offers', () => {
    const anyOffers = fc.array(fc.nat(12), { maxLength: 25 });
    fc.assert(
      fc.property(era, fc.uniqueArray(fc.nat(12)), anyOffers, (anyEra, image, offered) => {
        const report = matchReport({
          era: anyEra,
          channels: channelsOf(image),
          offers: offersOf(offered, 1),
        });
        expect(report.matched + report.unmatched).toBe(image.length);
        expect(report.rows).toHaveLength(image.length + report.added);
        const distinct = new Set(offered);
        expect(report.matched + report.added).toBe(distinct.size);
        const repeats = offered.length - distinct.size;
        // Every offer that met a channel lowers the count of era A, whichever channel it was.
        const outstanding = anyEra === 'A' ? image.length - report.matched - repeats : 0;
        expect(report.outstanding).toBe(outstanding);
      }),
      RUNS,
    );
  });

  it('DEVICES-7 a second identical resume changes nothing', () => {
    fc.assert(
      fc.property(era, distinctInstances, fc.integer({ min: 1, max: 900 }), (anyEra, numbers, firstRelid) => {
        const offers = offersOf(numbers, firstRelid);
        const first = matchReport({ era: anyEra, channels: channelsOf(numbers), offers });
        const after = first.rows.map(({ slot, offerIndex }) => ({ slot, offer: offers[offerIndex!]!.offer }));
        const second = matchReport({ era: anyEra, channels: after, offers });
        expect(
          second.rows.map(({ outcome, relidBefore, relidAfter }) => [outcome, relidBefore === relidAfter]),
        ).toEqual(numbers.map(() => ['matched', true]));
        expect(second.rows.flatMap(({ changedFields }) => changedFields)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('DEVICES-5 R41 era A waits exactly when a channel stays unmatched or there is none, era B never', () => {
    fc.assert(
      fc.property(distinctInstances, distinctInstances, (image, offered) => {
        const waits = (['A', 'B'] as const).map((each) => {
          const { waitMs, timedOut } = matchReport({
            era: each,
            channels: channelsOf(image),
            offers: offersOf(offered, 1),
          });
          return { waitMs, timedOut };
        });
        const incomplete = image.length === 0 || image.some((number) => !offered.includes(number));
        expect(waits).toEqual([
          { waitMs: incomplete ? 10_000 : 0, timedOut: incomplete },
          { waitMs: 0, timedOut: false },
        ]);
      }),
      RUNS,
    );
  });
});
