import { describe, expect, it } from 'vitest';
import type { RunningGuest } from './guest-state.js';
import { HIBERNATE_STEPS } from './hibernate-steps.js';
import type { HibernateStepEnd, HibernationState } from './hibernate-step.js';
import { aDda, aGuest, aMachine, aProfile, aVf, azureDevices, slotsWhere } from './testing/guest-fixtures.js';

const MACHINE = aMachine({ devices: azureDevices(aDda(0)) });

function start(guest: RunningGuest, machine = MACHINE): HibernationState {
  return { guest, hardware: machine, initiatedBy: 'shutdown-service', imageWritten: false };
}

/** The state after the first `steps` steps, every one of which is expected to end well. */
function after(steps: number, state: HibernationState): HibernationState {
  return HIBERNATE_STEPS.slice(0, steps).reduce((current, { run, name }) => {
    const end: HibernateStepEnd = run(current);
    if (end.kind !== 'done') throw new Error(`${name} ended ${end.kind}`);
    return end.state;
  }, state);
}

const RUNNING = aGuest({ machine: MACHINE });
const subChannelsOf = (guest: RunningGuest) =>
  guest.channels.flatMap(({ subChannelRelids }) => subChannelRelids);
const relidsOf = (guest: RunningGuest) => guest.channels.map(({ relid }) => relid);

describe('the detailed hibernation sequence', () => {
  it('has the nine steps of the document, in its order', () => {
    expect(HIBERNATE_STEPS.map(({ step, rule, name }) => [step, rule, name])).toEqual([
      [1, 'HIBERNATE-1', 'freeze-user-space'],
      [2, 'HIBERNATE-2', 'suspend-devices'],
      [3, 'HIBERNATE-3', 'suspend-bus'],
      [4, 'HIBERNATE-4', 'create-image'],
      [5, 'HIBERNATE-5', 'resume-bus'],
      [6, 'HIBERNATE-6', 'resume-devices'],
      [7, 'HIBERNATE-7', 'write-image'],
      [8, 'HIBERNATE-8', 'suspend-again'],
      [9, 'HIBERNATE-9', 'enter-s4'],
    ]);
  });

  it('HIBERNATE-1 freezes user space and sets memory aside; devices are not touched', () => {
    expect(after(1, start(RUNNING))).toEqual(start(RUNNING));
  });

  it('HIBERNATE-2 closes every device in turn and leaves the connection up', () => {
    const { guest } = after(2, start(RUNNING));
    expect(slotsWhere(guest, ({ isOpen }) => isOpen)).toEqual([]);
    expect(guest).toMatchObject({ isConnected: true, ignoresOffers: false });
    expect(relidsOf(guest)).not.toContain(null);
  });

  it('DEVICES-8 DEVICES-9 R12 leaves no vestige of a sub-channel', () => {
    expect(subChannelsOf(RUNNING)).toHaveLength(3);
    expect(subChannelsOf(after(2, start(RUNNING)).guest)).toEqual([]);
  });

  it('DEVICES-1 DEVICES-10 keeps the structure of each primary channel, KVP apart, as it was', () => {
    const { guest } = after(2, start(RUNNING));
    const identity = ({ id, slot, offer, driver }: RunningGuest['channels'][number]) => ({
      id,
      slot,
      offer,
      driver,
    });
    const others = (of: RunningGuest) => of.channels.filter(({ slot }) => slot !== 'kvp 0').map(identity);
    expect(others(guest)).toEqual(others(RUNNING));
  });

  it('KVP-1 KVP-2 R11 R70 closing KVP removes the device and creates it anew, without a driver', () => {
    const before = RUNNING.channels.find(({ slot }) => slot === 'kvp 0')!;
    const { guest } = after(2, start(RUNNING));
    const kvps = guest.channels.filter(({ slot }) => slot === 'kvp 0');
    expect(kvps).toEqual([
      {
        id: 13,
        slot: 'kvp 0',
        offer: { ...before.offer, relid: kvps[0]!.relid },
        relid: kvps[0]!.relid,
        isOpen: false,
        subChannelRelids: [],
      },
    ]);
    expect(kvps[0]!.relid).not.toBe(before.relid);
    expect(guest.channels.at(-1)!.slot).toBe('kvp 0');
  });

  it('VPCI-4 suspends the PCI function of a DDA device with its VMBus device, and brings both back', () => {
    const stateOf = (guest: RunningGuest) => {
      const { isOpen, pci } = guest.channels.find(({ slot }) => slot === 'dda 0')!;
      return { isOpen, pci };
    };
    expect(stateOf(after(2, start(RUNNING)).guest)).toEqual({
      isOpen: false,
      pci: { domain: 0x47a1, state: 'suspended' },
    });
    expect(stateOf(after(6, start(RUNNING)).guest)).toEqual({
      isOpen: true,
      pci: { domain: 0x47a1, state: 'operational' },
    });
  });

  it('R19 suspends a device without a driver by doing nothing', () => {
    const guest = aGuest({ machine: MACHINE, profile: aProfile({ kindsWithoutDriver: ['mouse'] }) });
    const mouse = (of: RunningGuest) => of.channels.find(({ slot }) => slot === 'mouse 0');
    expect(mouse(after(2, start(guest)).guest)).toEqual(mouse(guest));
  });

  it('HIBERNATE-3 R28 closes sockets, forgets every relid and unloads the connection', () => {
    const guest = aGuest({ machine: MACHINE, profile: aProfile({ openHvSockets: 2 }) });
    const suspended = after(3, start(guest)).guest;
    expect(new Set(relidsOf(suspended))).toEqual(new Set([null]));
    expect(suspended).toMatchObject({ isConnected: false, ignoresOffers: true, openHvSockets: 0 });
  });

  it('DEVICES-12 R73 ASSUME-21 tells about the sockets that were forced closed', () => {
    const guest = aGuest({ machine: MACHINE, profile: aProfile({ openHvSockets: 1 }) });
    const end = HIBERNATE_STEPS[2]!.run(after(2, start(guest)));
    expect({ notes: end.notes, findings: end.findings }).toEqual({
      notes: [
        'forced 1 Hyper-V socket closed; their host ends will get errors',
        'unloaded the VMBus connection',
      ],
      findings: [
        {
          rule: 'DEVICES-12',
          phase: 'H9',
          severity: 'resumed',
          summary: '1 Hyper-V socket was open and is forced closed',
          consequence:
            'Applications in the guest see the connection end; the host end gets an error when it is used.',
          assumption: 'ASSUME-21',
        },
      ],
    });
  });

  it('HIBERNATE-4 R30 makes the image of closed primary channels without relids and sub-channels', () => {
    const suspended = after(3, start(RUNNING)).guest;
    const { image } = after(4, start(RUNNING));
    expect(image).toEqual({
      guest: suspended,
      imageBytes: 2 ** 30,
      memoryMib: 16_384,
      totalMemoryMib: 16_384,
      memoryMap: { memoryMib: 16_384, firmware: '1', pools: 'standard' },
      facsSignature: 0,
      isStale: false,
    });
    expect(JSON.parse(JSON.stringify(image))).toEqual(image);
  });

  it('KVP-3 holds the re-created KVP device in the image', () => {
    const { image } = after(4, start(RUNNING));
    const kvps = image!.guest.channels.filter(({ slot }) => slot === 'kvp 0');
    expect(kvps.map(({ id, driver }) => ({ id, driver }))).toEqual([{ id: 13, driver: undefined }]);
  });

  it('HIBERNATE-5 R45 connects again and matches every re-offered device', () => {
    const end = HIBERNATE_STEPS[4]!.run(after(4, start(RUNNING)));
    expect(end).toMatchObject({
      kind: 'done',
      tookMs: 0,
      notes: ['re-offered: 13 matched, 0 missing, 0 new'],
    });
    const { guest } = after(5, start(RUNNING));
    expect(guest).toMatchObject({ isConnected: true, ignoresOffers: false, channelsMissingAfterResume: 0 });
    expect(relidsOf(guest)).not.toContain(null);
  });

  it('VPCI-7 R10 gets a VF back with the first offers, and no VF that was taken away before', () => {
    const machine = aMachine({ devices: azureDevices(aVf(0)) });
    const slotsAfterThaw = (vfPresent: boolean) =>
      slotsWhere(
        after(5, start(aGuest({ machine, vfPresent }), machine)).guest,
        ({ slot }) => slot === 'vf 0',
      );
    expect([true, false].map(slotsAfterThaw)).toEqual([['vf 0'], []]);
  });

  it('HIBERNATE-6 opens devices again and creates their sub-channels anew', () => {
    const { guest } = after(6, start(RUNNING));
    expect(slotsWhere(guest, ({ isOpen }) => !isOpen)).toEqual([]);
    expect(subChannelsOf(guest)).toHaveLength(3);
  });

  it('R24 binds the re-created KVP device at the end of the thaw', () => {
    const { guest } = after(6, start(RUNNING));
    expect(guest.channels.find(({ slot }) => slot === 'kvp 0')).toMatchObject({
      driver: 'hv_utils',
      isOpen: true,
    });
  });

  it('HIBERNATE-7 BACKGROUND-1 writes the image in bytes over throughput', () => {
    const end = HIBERNATE_STEPS[6]!.run(after(6, start(RUNNING)));
    expect(end).toMatchObject({ kind: 'done', tookMs: 5_120, notes: ['wrote 1073741824 bytes to swap'] });
  });

  it('R21 does not carry anything into the image that happens after step 4', () => {
    const states = [4, 5, 6, 7, 8, 9].map((steps) => after(steps, start(RUNNING)).image);
    expect(states.slice(1)).toEqual(Array.from({ length: 5 }, () => states[0]));
  });

  it('HIBERNATE-8 DEVICES-13 R18 does steps 2 and 3 once more', () => {
    const thawed = after(6, start(RUNNING));
    const poweredOff = after(8, start(RUNNING)).guest;
    expect(poweredOff).toEqual(after(3, start(thawed.guest)).guest);
    expect(poweredOff).toMatchObject({ isConnected: false });
  });

  it('DEVICES-14 R26 unloads the connection twice on the way down, by the bus function of both phases', () => {
    const connected = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
      (steps) => after(steps, start(RUNNING)).guest.isConnected,
    );
    expect(connected).toEqual([true, true, false, false, true, true, true, false, false]);
  });

  it('HIBERNATE-9 enters S4', () => {
    expect(HIBERNATE_STEPS[8]!.run(after(8, start(RUNNING)))).toMatchObject({
      kind: 'done',
      notes: ['entered ACPI S4'],
    });
  });
});
