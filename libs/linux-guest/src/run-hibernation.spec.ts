import { describe, expect, it } from 'vitest';
import type { RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { restoreGuest } from './restore-guest.js';
import { runHibernation } from './run-hibernation.js';
import {
  aController,
  aDevice,
  aGuest,
  aMachine,
  aNic,
  aProfile,
  aVf,
  azureDevices,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOf,
  slotsWhere,
} from './testing/guest-fixtures.js';
import { classOfKind } from '#libs/vmbus';

const FROM_HOST = { initiatedBy: 'shutdown-service' } as const;
const FROM_GUEST = { initiatedBy: 'self' } as const;

const fcopy = aDevice('fcopy', 0, classOfKind('fcopy').fixedInstanceGuid!);

/** A guest that resumed on a machine which lacks a device that the image has. */
function resumedWithout(
  slot: string,
  kernelVersion: string,
  vcpus = 1,
): { guest: RunningGuest; machine: VirtualHardware } {
  const before = aMachine({ vcpus, devices: azureDevices(aVf(0)) });
  const image = imageOf(
    aGuest({ machine: before, profile: aProfile({ kernelVersion }), vfPresent: true }),
    before,
    'self',
  );
  const machine = aMachine({
    vcpus,
    devices: before.devices.filter(({ kind, index }) => `${kind} ${index}` !== slot),
  });
  return { guest: restoreGuest(image, machine, { vfPresent: true }).guest, machine };
}

describe('a hibernation that works', () => {
  it('INITIATE-1 R90 runs all nine steps when the guest starts it itself', () => {
    const outcome = runHibernation(aGuest(), aMachine(), FROM_GUEST);
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S4', tookMs: 5_120, findings: [] });
    expect(outcome.steps.map(({ step, outcome: end }) => [step, end])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => [step, 'done']),
    );
  });

  it('gives the same outcome for the same guest, as plain data', () => {
    const run = () => runHibernation(aGuest(), aMachine(), FROM_HOST);
    expect(run()).toEqual(run());
    expect(JSON.parse(JSON.stringify(run()))).toEqual(run());
  });

  it('MOVE-12 R91 warns of a VF that went into the image', () => {
    const machine = aMachine({ devices: azureDevices(aVf(0)) });
    const outcome = runHibernation(aGuest({ machine, vfPresent: true }), machine, FROM_GUEST);
    expect(outcome.findings).toEqual([
      {
        rule: 'MOVE-12',
        phase: 'H11',
        severity: 'resumed-degraded',
        slot: 'vf 0',
        summary: 'The image holds vf 0, because the guest hibernated by itself.',
        consequence:
          'A newly created VM offers a VF under another instance GUID, and this one is not resumed properly.',
      },
    ]);
  });

  it('R86 powers off with an image on disk where there is no S4', () => {
    const machine = aMachine({ s4Enabled: false });
    const outcome = runHibernation(aGuest({ machine }), machine, FROM_GUEST);
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S5', findings: [{ rule: 'R86' }] });
  });
});

describe('a hibernation that fails before any device is touched', () => {
  it.each([
    { rule: 'ENABLE-6', errno: -1, profile: { architecture: 'arm64' as const } },
    { rule: 'R93', reported: 'ENABLE-6', errno: -1, profile: { architecture: 'arm64' as const } },
    { rule: 'R21', errno: -1, profile: { hibernationAvailable: false } },
    { rule: 'R81', errno: -12, profile: { workingSetMib: 8_190 } },
  ])('$rule aborts with $errno', ({ rule, reported, errno, profile }) => {
    const guest = aGuest({ profile: aProfile(profile) });
    const outcome = runHibernation(guest, aMachine(), FROM_GUEST);
    expect(outcome).toMatchObject({ kind: 'aborted', rule: reported ?? rule, errno, guest, tookMs: 0 });
    expect(outcome.steps.map(({ step, outcome: end }) => [step, end])).toEqual([[1, 'failed']]);
  });

  it('R81 still takes an image of half the memory, less what the kernel keeps back', () => {
    const guest = aGuest({ profile: aProfile({ workingSetMib: 8_189 }) });
    expect(runHibernation(guest, aMachine(), FROM_HOST).kind).toBe('reached-s4');
  });
});

describe('a device that refuses to be suspended', () => {
  const machine = aMachine({ devices: azureDevices(aNic(1)) });
  const dpdk = aGuest({ machine, profile: aProfile({ uioSlots: ['nic 1'] }) });

  it('UIO-1 UIO-2 R20 aborts with -95 in step 2', () => {
    const outcome = runHibernation(dpdk, machine, FROM_HOST);
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'UIO-2',
      errno: -95,
      symptom: 'nic 1 is bound to uio_hv_generic, which has no suspend function',
    });
    expect(outcome.steps.map(({ step, outcome: end }) => [step, end])).toEqual([
      [1, 'done'],
      [2, 'failed'],
    ]);
  });

  it('UIO-2 R25 lets Linux run on with every channel open that was open', () => {
    const outcome = runHibernation(dpdk, machine, FROM_HOST);
    if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => isOpen)).toEqual(
      slotsWhere(dpdk, ({ isOpen }) => isOpen),
    );
    expect(outcome.guest).toMatchObject({ isConnected: true, ignoresOffers: false, bootId: dpdk.bootId });
    expect(outcome.guest.channels.map(({ subChannelRelids }) => subChannelRelids.length)).toEqual(
      dpdk.channels.map(({ subChannelRelids }) => subChannelRelids.length),
    );
  });

  it('R69 R1 the file-copy device blocks it where UIO serves it, and does not where the kernel does', () => {
    const withFcopy = aMachine({ devices: azureDevices(fcopy) });
    const outcomeOf = (kernelVersion: string, uioSlots: readonly string[]) =>
      runHibernation(
        aGuest({ machine: withFcopy, profile: aProfile({ kernelVersion, uioSlots }) }),
        withFcopy,
        FROM_HOST,
      ).kind;
    expect([outcomeOf('6.12', ['fcopy 0']), outcomeOf('6.12', []), outcomeOf('6.1', [])]).toEqual([
      'aborted',
      'reached-s4',
      'reached-s4',
    ]);
  });

  it.each([
    { rule: 'R61', slot: 'nic 0', errno: -19, kernelVersion: ERA_A_KERNEL },
    { rule: 'R61', slot: 'nic 0', errno: -19, kernelVersion: ERA_B_KERNEL },
    { rule: 'R66', slot: 'vf 0', errno: -22, kernelVersion: ERA_A_KERNEL },
    { rule: 'R66', slot: 'vf 0', errno: -22, kernelVersion: ERA_B_KERNEL },
  ])(
    '$rule $slot lost at the last resume refuses with $errno on $kernelVersion',
    ({ rule, slot, errno, kernelVersion }) => {
      const { guest, machine: lacking } = resumedWithout(slot, kernelVersion);
      expect(runHibernation(guest, lacking, FROM_HOST)).toMatchObject({ kind: 'aborted', rule, errno });
    },
  );
});

describe('a hibernation after an incomplete resume', () => {
  it('R46 R47 era A refuses with -EBUSY in step 3 and goes on ignoring offers', () => {
    const { guest, machine } = resumedWithout('heartbeat 0', ERA_A_KERNEL);
    const outcome = runHibernation(guest, machine, FROM_HOST);
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'R46',
      errno: -16,
      symptom: 'Can not suspend due to a previous failed resuming',
      guest: { isConnected: true, ignoresOffers: true, channelsMissingAfterResume: 1 },
    });
    expect(outcome.steps.at(-1)).toMatchObject({ step: 3, outcome: 'failed' });
  });

  it('R48 era A hangs in the roll-back when netvsc waits for sub-channels', () => {
    const { guest, machine } = resumedWithout('heartbeat 0', ERA_A_KERNEL, 4);
    expect(runHibernation(guest, machine, FROM_HOST)).toMatchObject({
      kind: 'hung',
      rule: 'R48',
      symptom: 'nic 0 waits without limit for sub-channels whose offers the bus drops',
    });
  });

  it('R46 era B has no such guard', () => {
    const { guest, machine } = resumedWithout('heartbeat 0', ERA_B_KERNEL);
    expect(runHibernation(guest, machine, FROM_HOST)).toMatchObject({ kind: 'reached-s4', sleepState: 'S4' });
  });
});

describe('a hibernation that fails when the image exists', () => {
  it('R14 R44 hangs at thaw when the host no longer speaks the protocol version', () => {
    const guest = aGuest();
    const outcome = runHibernation(guest, aMachine({ vmbusVersions: ['4.0'] }), FROM_HOST);
    expect(outcome).toMatchObject({ kind: 'hung', rule: 'R44' });
    expect(outcome.steps.at(-1)).toMatchObject({ step: 5, outcome: 'hung' });
  });
});

describe('storage', () => {
  it('R60 storvsc closes its sub-channels and asks for as many again', () => {
    const machine = aMachine({ vcpus: 9, devices: [aController(0)] });
    const guest = aGuest({ machine });
    const image = imageOf(guest, machine);
    expect(guest.channels[0]!.subChannelRelids).toEqual([2, 3]);
    expect(image.guest.channels[0]!.subChannelRelids).toEqual([]);
    expect(restoreGuest(image, machine, { vfPresent: false }).guest.channels[0]!.subChannelRelids).toEqual([
      2, 3,
    ]);
  });
});
