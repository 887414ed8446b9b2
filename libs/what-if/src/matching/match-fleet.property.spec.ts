import { matchCounts, matchOffersCore, matchTables } from '#libs/resume-matching';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GUID_WORDS, HV_SOCK_CLASS, type DeviceColumns, type FleetDevices } from './fleet-devices.js';
import { DEVICE_SHAPES, fleetOfDevices } from './generated-devices.js';
import { matchByShape } from './match-by-shape.js';
import { fleetMatch, matchFleet, matchScratch, type FleetMatch } from './match-fleet.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_261_123, numRuns: 400 };

/** A device by number: equal numbers, equal GUIDs. */
interface Device {
  readonly guid: number;
  readonly classId: number;
}

interface Vm {
  readonly image: readonly Device[];
  readonly offered: readonly Device[];
  readonly isEraB: boolean;
}

const DEVICE: fc.Arbitrary<Device> = fc.record({
  guid: fc.nat(14),
  classId: fc.constantFrom(0, 1, 2, HV_SOCK_CLASS),
});
const DISTINCT = fc.uniqueArray(DEVICE, { selector: ({ guid }) => guid, maxLength: 12 });
const ANY = fc.array(DEVICE, { maxLength: 12 });
const VM: fc.Arbitrary<Vm> = fc.oneof(
  fc.record({ image: DISTINCT, offered: DISTINCT, isEraB: fc.boolean() }),
  fc.record({ image: ANY, offered: ANY, isEraB: fc.boolean() }),
  // What most machines do: the same devices in the same order, but for some.
  fc
    .record({ image: DISTINCT, dropped: fc.nat(12), isEraB: fc.boolean() })
    .map(({ image, dropped, isEraB }) => ({
      image,
      offered: image.filter((_, at) => at !== dropped),
      isEraB,
    })),
);

function columns(lists: readonly (readonly Device[])[]): DeviceColumns {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [at, list] of lists.entries()) offsets[at + 1] = offsets[at]! + list.length;
  const all = lists.flat();
  const guids = new Uint32Array(all.length * GUID_WORDS);
  // GUIDs that differ in one word alone, each in another.
  for (const [at, { guid }] of all.entries()) guids[at * GUID_WORDS + (guid % GUID_WORDS)] = 7 + guid;
  return { offsets, guids, classes: Uint8Array.from(all, ({ classId }) => classId) };
}

function inColumns(vms: readonly Vm[]): FleetDevices {
  return {
    vms: vms.length,
    image: columns(vms.map(({ image }) => image)),
    offered: columns(vms.map(({ offered }) => offered)),
    isEraB: Uint8Array.from(vms, ({ isEraB }) => Number(isEraB)),
  };
}

function matchOf(devices: FleetDevices): FleetMatch {
  const match = fleetMatch(devices.vms);
  matchFleet(devices, matchScratch(devices), match);
  return match;
}

function rowOf(match: FleetMatch, vm: number) {
  return {
    matched: match.matched[vm],
    unmatched: match.unmatched[vm],
    added: match.added[vm],
    outstanding: match.outstanding[vm],
    timedOut: match.timedOut[vm] === 1,
  };
}

/** The matcher of the live path, VM by VM. */
function ofCore({ image, offered, isEraB }: Vm) {
  const input = {
    channelCount: image.length,
    channelInstances: Uint32Array.from(image, ({ guid }) => guid),
    channelIsHvSock: Uint8Array.from(image, ({ classId }) => Number(classId === HV_SOCK_CLASS)),
    offerCount: offered.length,
    offerInstances: Uint32Array.from(offered, ({ guid }) => guid),
    offerSubChannelIndexes: new Uint16Array(offered.length),
    offerArrivalMs: new Uint32Array(offered.length),
    instanceCount: 15,
  };
  const counts = matchCounts();
  matchOffersCore(input, isEraB ? 'B' : 'A', 0, matchTables(image.length, offered.length, 15), counts);
  const { matched, unmatched, added, outstanding, timedOut } = counts;
  return { matched, unmatched, added, outstanding, timedOut };
}

describe('a fleet of devices in columns', () => {
  it('R46 R47 R49 R50 R52 DEVICES-5 is matched as each VM is by itself', () => {
    fc.assert(
      fc.property(fc.array(VM, { minLength: 1, maxLength: 12 }), (vms) => {
        const match = matchOf(inColumns(vms));
        expect(vms.map((_, at) => rowOf(match, at))).toEqual(vms.map(ofCore));
      }),
      RUNS,
    );
  });

  it('R51 counts offers that met a channel of another class', () => {
    const vm: Vm = {
      image: [
        { guid: 1, classId: 0 },
        { guid: 2, classId: 1 },
      ],
      offered: [
        { guid: 2, classId: 1 },
        { guid: 1, classId: 2 },
        { guid: 3, classId: 2 },
      ],
      isEraB: true,
    };
    expect([...matchOf(inColumns([vm])).ofAnotherClass]).toEqual([1]);
  });

  it('gets the same numbers shape by shape', () => {
    const { devices, shapeOf, shapes } = fleetOfDevices(2_000, 12, 5);
    const match = fleetMatch(devices.vms);
    matchByShape(devices, { shapeOf, shapes }, matchScratch(devices), match);
    expect(match).toEqual(matchOf(devices));
    expect(new Set(shapeOf).size).toBe(2 * DEVICE_SHAPES.length);
  });

  it('is generated equal from equal seeds', () => {
    expect(fleetOfDevices(50, 12, 5)).toEqual(fleetOfDevices(50, 12, 5));
    expect(fleetOfDevices(50, 12, 6)).not.toEqual(fleetOfDevices(50, 12, 5));
  });
});
