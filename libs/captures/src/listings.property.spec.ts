import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEVICE_CLASSES, guid, IGNORED_CLASSES, type Guid } from '#libs/vmbus';
import { lsvmbusListing, sysfsListing, type ListedDevice } from './listings.js';
import { matchCaptures } from './match-captures.js';
import { captured } from './testing/capture-texts.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_260_302, numRuns: 300 };

const anyGuid = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 32, maxLength: 32 }).map((digits) =>
  guid(
    digits
      .map((digit) => digit.toString(16))
      .join('')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  ),
);
const anyClass = fc.oneof(
  fc.constantFrom(...[...DEVICE_CLASSES, ...IGNORED_CLASSES].map(({ classGuid }) => classGuid)),
  anyGuid,
);

interface Drawn {
  readonly classGuid: Guid;
  readonly instanceGuid: Guid;
  readonly isOrphan: boolean;
  readonly isOpen: boolean;
  readonly subChannels: number;
}
const drawn: fc.Arbitrary<readonly Drawn[]> = fc.uniqueArray(
  fc.record({
    classGuid: anyClass,
    instanceGuid: anyGuid,
    isOrphan: fc.boolean(),
    isOpen: fc.boolean(),
    subChannels: fc.nat(4),
  }),
  { selector: ({ instanceGuid }) => instanceGuid, minLength: 1, maxLength: 25 },
);

/** Relids as a host gives them: primaries first, sub-channels after them. */
const devices = drawn.map((list) => {
  let next = 1;
  const primaries = list.map((device) => ({ ...device, relid: device.isOrphan ? null : next++ }));
  return primaries.map(({ classGuid, instanceGuid, isOpen, relid, subChannels }): ListedDevice => ({
    classGuid,
    instanceGuid,
    relid,
    isOpen,
    subChannelRelids: relid === null ? [] : Array.from({ length: subChannels }, () => next++),
  }));
});

const byInstance = (a: { readonly instanceGuid: Guid }, b: { readonly instanceGuid: Guid }) =>
  a.instanceGuid < b.instanceGuid ? -1 : 1;

function readBack(text: string) {
  const { devices: read, problems, gaps, unidentified } = captured(text);
  const inOrder = read.map(({ line: _line, ...device }) => device).sort(byInstance);
  return { devices: inOrder, problems, gaps, unidentified };
}

describe(`listings of any guest, seed ${RUNS.seed}`, () => {
  it('R5 what lsvmbus would print reads as the same devices', () => {
    fc.assert(
      fc.property(devices, fc.integer({ min: 1, max: 8 }), (list, vcpus) => {
        const told = list.map(({ isOpen: _open, ...device }) => device).sort(byInstance);
        expect(readBack(lsvmbusListing(list, { vcpus }))).toEqual({
          devices: told,
          problems: [],
          gaps: [],
          unidentified: [],
        });
      }),
      RUNS,
    );
  });

  it('R5 what sysfs would show reads as the same devices, with the state of their channels', () => {
    fc.assert(
      fc.property(devices, fc.integer({ min: 1, max: 8 }), (list, vcpus) => {
        expect(readBack(sysfsListing(list, { vcpus }))).toEqual({
          devices: [...list].sort(byInstance),
          problems: [],
          gaps: [],
          unidentified: [],
        });
      }),
      RUNS,
    );
  });

  it('R49 R53 a guest matches itself, through either listing', () => {
    fc.assert(
      fc.property(devices, (list) => {
        const offered = list.map((device, at) => ({ ...device, relid: at + 1, subChannelRelids: [] }));
        const match = matchCaptures({
          before: captured(sysfsListing(list)),
          after: captured(lsvmbusListing(offered)),
        });
        expect([match.conclusion, match.matched, match.unmatched, match.added]).toEqual([
          'all-matched',
          list.length,
          0,
          0,
        ]);
      }),
      RUNS,
    );
  });
});
