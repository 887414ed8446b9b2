import { guid, hostOffers, type Offer, type VirtualDevice } from '#libs/vmbus';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObservedPhase } from './bus/observation.js';
import { replayScenario } from './bus/replay-scenario.js';
import type { OfferRow, Scenario } from './bus/scenario.js';
import type { RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { restoreGuest } from './restore-guest.js';
import { runHibernation } from './run-hibernation.js';
import { aDda, aGuest, aMachine, aNic, aProfile, azureDevices, imageOf } from './testing/guest-fixtures.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_200_911, numRuns: 200 };

/** What becomes of one device between hibernation and resume. */
type Fate = 'same' | 'new-guid' | 'gone' | 'added';

interface Case {
  readonly fates: readonly Fate[];
  readonly firstRelid: number;
  readonly vcpus: number;
  readonly kernelVersion: string;
}

const EVERY_DEVICE = azureDevices(aNic(1), aDda(0));

const cases: fc.Arbitrary<Case> = fc.record({
  fates: fc.array(
    fc.constantFrom<Fate>('same', 'same', 'same', 'same', 'same', 'same', 'new-guid', 'gone', 'added'),
    { minLength: EVERY_DEVICE.length, maxLength: EVERY_DEVICE.length },
  ),
  firstRelid: fc.integer({ min: 1, max: 60 }),
  vcpus: fc.integer({ min: 1, max: 9 }),
  kernelVersion: fc.constantFrom('6.8', '6.15'),
});

function machines({ fates, firstRelid, vcpus }: Case): { before: VirtualHardware; after: VirtualHardware } {
  const fated = EVERY_DEVICE.map((device, at) => ({ device, fate: fates[at]!, at }));
  const present = fated.filter(({ fate }) => fate !== 'added').map(({ device }) => device);
  const next = fated
    .filter(({ fate }) => fate !== 'gone')
    .map(({ device, fate, at }) =>
      fate === 'new-guid' ? { ...device, instanceGuid: strangeGuid(at) } : device,
    );
  return {
    before: aMachine({ vcpus, devices: present }),
    after: aMachine({ vcpus, devices: next, firstRelid }),
  };
}

function strangeGuid(number: number) {
  return guid(`deadbeef-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
}

/** The same story as a scenario of the bus model: the host's offers, KVP's anomaly, sub-channels as the guest has them. */
function scenarioOf(
  before: VirtualHardware,
  after: VirtualHardware,
  guest: RunningGuest,
  restored: RunningGuest,
): Scenario {
  const devices = [...before.devices, ...after.devices];
  const indexOf = (offer: Offer) =>
    devices.findIndex(({ instanceGuid }) => instanceGuid === offer.instanceGuid);
  const row = (offer: Offer, relid = offer.relid, subChannelIndex = 0): OfferRow => [
    indexOf(offer),
    relid,
    subChannelIndex,
    offer.flags,
    1,
    offer.connectionId,
    offer.monitorId,
    0,
    offer.mmioMegabytes,
    0,
  ];
  const firstOffers = (machine: VirtualHardware) =>
    hostOffers(machine.devices, { firstRelid: machine.firstRelid, withVfs: false }).map((offer) =>
      row(offer),
    );
  const subChannels = (of: RunningGuest) =>
    of.channels.flatMap(({ offer, subChannelRelids }) =>
      subChannelRelids.map((relid, at) => row(offer, relid, at + 1)),
    );
  const kvp = guest.channels.find(({ slot }) => slot === 'kvp 0');
  return {
    devices: devices.map((device) => [scenarioClass(device), device.instanceGuid]),
    boot: { offers: firstOffers(before), after_open: subChannels(guest) },
    host_behaviour:
      kvp === undefined
        ? {}
        : {
            kvp_on_close: {
              mode: 'rescind_and_reoffer',
              when: 'after_relid_released',
              offer: row(kvp.offer, 900),
            },
          },
    restore: { offers: firstOffers(after), after_open: subChannels(restored) },
    second: {},
  };
}

function scenarioClass({ kind }: VirtualDevice): string {
  return kind === 'dda' ? 'pci' : kind;
}

function channelsOfGuest(guest: RunningGuest) {
  return guest.channels.map(({ id, offer, relid, isOpen, driver, subChannelRelids }) => ({
    id,
    instance: offer.instanceGuid,
    relid,
    isOpen,
    // A driver that finds no relid fails to bind; the bus model's stand-in drivers bind all the same.
    isBound: relid !== null && driver !== undefined,
    subChannelRelids,
  }));
}

/** Channel numbers count sub-channels too; they are compared by their order alone. */
function channelsOfBus(phase: ObservedPhase, { devices }: Scenario) {
  return phase.channels!.map(({ d, r, f, s = [] }) => ({
    instance: devices[d]![1],
    relid: r,
    isOpen: f.includes('o'),
    isBound: r !== null && f.includes('B'),
    subChannelRelids: s.map((sub) => sub.r),
  }));
}

function withoutId<T extends { readonly id: number }>({ id: _id, ...rest }: T): Omit<T, 'id'> {
  return rest;
}

/** Runs one story through both models. */
function bothModels(drawn: Case) {
  const { before, after } = machines(drawn);
  const guest = aGuest({ machine: before, profile: aProfile({ kernelVersion: drawn.kernelVersion }) });
  const image = imageOf(guest, before);
  const restored = restoreGuest(image, after, { vfPresent: false });
  const scenario = scenarioOf(before, after, guest, restored.guest);
  const { observed } = replayScenario(scenario, image.guest.era);
  return { guest, image, restored, after, scenario, observed };
}

describe('the sequences over plain data and the bus model', () => {
  it('HIBERNATE-4 R30 make the same image', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { image, scenario, observed } = bothModels(drawn);
        expect(channelsOfGuest(image.guest).map(withoutId)).toEqual(
          channelsOfBus(observed.freeze!, scenario),
        );
      }),
      RUNS,
    );
  });

  it('RESUME-5 R53 end in the same channels, after the same wait', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { restored, scenario, observed } = bothModels(drawn);
        const restore = observed.restore!;
        expect(channelsOfGuest(restored.guest).map(withoutId)).toEqual(channelsOfBus(restore, scenario));
        const { waitMs, timedOut, unmatched } = restored.report;
        expect({ waitMs, timedOut, unmatched }).toEqual({
          waitMs: restore.wait_ms,
          timedOut: restore.timed_out,
          unmatched: restore.unmatched!.length,
        });
      }),
      RUNS,
    );
  });

  it('R46 agree on whether the bus lets the guest hibernate again', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { restored, after, observed } = bothModels({ ...drawn, vcpus: 1 });
        // Drivers that lost their device refuse before the bus is asked; the bus model has no such drivers.
        const dead = restored.guest.channels.filter(({ resumeError }) => resumeError !== undefined);
        fc.pre(dead.every(({ slot }) => !/^(?:nic|dda) /.test(slot)));
        const again = runHibernation(restored.guest, after, { initiatedBy: 'self' });
        const rc = again.kind === 'aborted' ? again.errno : 0;
        expect(rc).toBe(observed.second_freeze!.rc);
      }),
      RUNS,
    );
  });
});

describe('any restored guest', () => {
  it('R23 RESUME-6 is connected, open where it has a relid, and dead where it has none and had a driver', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { restored } = bothModels(drawn);
        const wrong = restored.guest.channels.filter(
          ({ relid, isOpen, driver, resumeError }) =>
            isOpen !== (relid !== null) ||
            (resumeError !== undefined) !== (relid === null && driver !== undefined),
        );
        expect(wrong.map(slotOf)).toEqual([]);
        expect(restored.guest.isConnected).toBe(true);
      }),
      RUNS,
    );
  });
});

function slotOf({ slot }: { readonly slot: string }): string {
  return slot;
}
