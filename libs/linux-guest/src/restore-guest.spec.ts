import { guid } from '#libs/vmbus';
import { describe, expect, it } from 'vitest';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { enterImage, matchOffers, reopenChannels, restoreGuest } from './restore-guest.js';
import {
  aDda,
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
import { withVfs } from './vf-arrival.js';

const BEFORE = aMachine();
const IMAGE = imageOf(aGuest(), BEFORE);
/** A newly created VM of the same shape: other relids, same GUIDs. */
const AFTER = aMachine({ firstRelid: 5 });
const NO_VF = { vfPresent: false };

function imageWith(
  kernelVersion: string,
  machine: VirtualHardware = BEFORE,
  vfPresent = false,
): HibernationImage {
  return imageOf(aGuest({ machine, profile: aProfile({ kernelVersion }), vfPresent }), machine, 'self');
}

const OTHER_GUID = '5e4f5b37-61e9-4ba5-beff-64dbfdddc551';

describe('the last three steps of the resume', () => {
  it('RESUME-4 goes on as the image, with the CPUs that exist and nothing detected anew', () => {
    const machine = aMachine({ vcpus: 2, processorModel: 'Xeon 8473C', processorRank: 4 });
    const entered = enterImage(IMAGE, machine);
    expect(entered.guest).toEqual({ ...IMAGE.guest, vcpus: 2, clock: 'behind' });
    expect(entered.record).toMatchObject({ step: 4, rule: 'RESUME-4', outcome: 'done' });
  });

  it('RESUME-5 connects, matches, opens channels and creates sub-channels', () => {
    const matched = matchOffers(enterImage(IMAGE, AFTER).guest, AFTER, NO_VF);
    expect(
      slotsWhere(matched.guest, ({ isOpen, subChannelRelids }) => isOpen || subChannelRelids.length > 0),
    ).toEqual([]);
    expect(matched.report).toMatchObject({ matched: 12, unmatched: 0, added: 0, waitMs: 0, timedOut: false });
    const reopened = reopenChannels(matched, AFTER);
    expect(slotsWhere(reopened.guest, ({ isOpen }) => !isOpen)).toEqual([]);
    expect(reopened.guest.channels.flatMap(({ subChannelRelids }) => subChannelRelids)).toHaveLength(3);
  });

  it('RESUME-6 BACKGROUND-2 the VM runs on as the same Linux', () => {
    const { guest, severity, findings, steps, tookMs } = restoreGuest(IMAGE, AFTER, NO_VF);
    expect({ bootId: guest.bootId, severity, findings, tookMs }).toEqual({
      bootId: IMAGE.guest.bootId,
      severity: 'resumed',
      findings: [],
      tookMs: 0,
    });
    expect(guest).toMatchObject({ isConnected: true, ignoresOffers: false, channelsMissingAfterResume: 0 });
    expect(steps.map(({ step, name, outcome }) => [step, name, outcome])).toEqual([
      [4, 'enter-image', 'done'],
      [5, 'match-offers', 'done'],
      [5, 'reopen-channels', 'done'],
      [6, 'run-from-image', 'done'],
    ]);
  });

  it('RESUME-6 is plain data', () => {
    const outcome = restoreGuest(IMAGE, AFTER, NO_VF);
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
  });

  it('DEVICES-13 serves thaw and restore alike: on the same VM both end in the same state', () => {
    const restored = restoreGuest(IMAGE, BEFORE, NO_VF).guest;
    const again = restoreGuest(imageOf(restored, BEFORE), BEFORE, NO_VF).guest;
    const state = (guest: RunningGuest) =>
      guest.channels.map(({ slot, relid, isOpen }) => ({ slot, relid, isOpen }));
    expect(state(again)).toEqual(state(restored));
  });
});

describe('devices that come back', () => {
  it('DEVICES-2 connects offers to the structures in the image', () => {
    const { guest } = restoreGuest(IMAGE, AFTER, NO_VF);
    expect(guest.channels.map(({ id, slot }) => [id, slot])).toEqual(
      IMAGE.guest.channels.map(({ id, slot }) => [id, slot]),
    );
  });

  it('DEVICES-7 R8 R50 takes over the relids and the other fields of the new offers', () => {
    const { guest, report } = restoreGuest(IMAGE, AFTER, NO_VF);
    const moved = report.rows.map(({ slot, rule, relidBefore, relidAfter, changedFields }) => ({
      slot,
      rule,
      relidBefore,
      relidAfter,
      changedFields,
    }));
    expect(moved).toContainEqual({
      slot: 'shutdown 0',
      rule: 'DEVICES-7',
      relidBefore: 1,
      relidAfter: 5,
      changedFields: ['connectionId'],
    });
    expect(guest.channels.every(({ relid, offer }) => relid === offer.relid)).toBe(true);
  });

  it('DEVICES-11 asks for sub-channels from scratch, as many as the new VM has CPUs for', () => {
    const { guest } = restoreGuest(IMAGE, aMachine({ vcpus: 2 }), NO_VF);
    expect(guest.channels.find(({ slot }) => slot === 'nic 0')!.subChannelRelids).toHaveLength(1);
  });

  it('R43 R24 KVP, unbound in the image, gets its driver at the end', () => {
    const { guest } = restoreGuest(IMAGE, AFTER, NO_VF);
    expect(IMAGE.guest.channels.find(({ slot }) => slot === 'kvp 0')!.driver).toBeUndefined();
    expect(guest.channels.find(({ slot }) => slot === 'kvp 0')).toMatchObject({
      driver: 'hv_utils',
      isOpen: true,
    });
  });
});

describe('devices that are new', () => {
  it.each([
    { slot: 'nic 1', device: aNic(1) },
    { slot: 'scsi 2', device: aDevice('scsi', 2, guid(OTHER_GUID)) },
    { slot: 'dda 0', device: aDda(0) },
  ])('CONSIDER-4 DEVICES-4 $slot works at the end of the resume', ({ slot, device }) => {
    const outcome = restoreGuest(IMAGE, aMachine({ devices: azureDevices(device) }), NO_VF);
    expect(outcome.severity).toBe('resumed');
    expect(outcome.report).toMatchObject({ matched: 12, unmatched: 0, added: 1 });
    expect(outcome.guest.channels.at(-1)).toMatchObject({ slot, isOpen: true });
    expect(outcome.findings).toMatchObject([{ rule: 'CONSIDER-4', severity: 'resumed', slot }]);
  });
});

describe('VFs', () => {
  const withVf = aMachine({ devices: azureDevices(aVf(0, 1)) });
  const sameVf = withVf;
  const newVf = aMachine({ devices: azureDevices(aVf(0, 2)) });

  it('R64 MOVE-10 removed before hibernation, a new one joins after the resume', () => {
    const { guest, severity } = restoreGuest(imageWith(ERA_A_KERNEL, withVf), newVf, NO_VF);
    expect(severity).toBe('resumed');
    const accelerated = withVfs(guest, [aVf(0, 2)]);
    expect(accelerated.channels.at(-1)).toMatchObject({
      slot: 'vf 0',
      isOpen: true,
      pci: { domain: 0xeec2 },
    });
    expect(accelerated.channels.find(({ slot }) => slot === 'nic 0')!.dataPath).toBe('vf');
  });

  it('VPCI-7 MOVE-10 comes as a new device with the first offers when the fresh kernel had it', () => {
    const outcome = restoreGuest(imageWith(ERA_A_KERNEL, withVf), newVf, { vfPresent: true });
    expect(outcome.severity).toBe('resumed');
    expect(outcome.findings).toMatchObject([{ rule: 'MOVE-10', slot: 'vf 0' }]);
    expect(outcome.guest.channels.find(({ slot }) => slot === 'nic 0')!.dataPath).toBe('vf');
  });

  it('R65 left in the image and offered under its GUID, it resumes', () => {
    const outcome = restoreGuest(imageWith(ERA_A_KERNEL, withVf, true), sameVf, { vfPresent: true });
    expect({ severity: outcome.severity, findings: outcome.findings }).toEqual({
      severity: 'resumed',
      findings: [],
    });
    expect(outcome.guest.channels.find(({ slot }) => slot === 'nic 0')!.dataPath).toBe('vf');
  });

  it.each([
    { kernelVersion: ERA_A_KERNEL, waitMs: 10_000, rules: ['R65', 'R65', 'R46'] },
    { kernelVersion: ERA_B_KERNEL, waitMs: 0, rules: ['R65', 'R65'] },
  ])(
    'R65 MOVE-12 ASSUME-3 left in the image with a new GUID, it cuts its NIC off ($kernelVersion)',
    (expected) => {
      const image = imageWith(expected.kernelVersion, withVf, true);
      const outcome = restoreGuest(image, newVf, { vfPresent: true });
      expect(outcome).toMatchObject({ severity: 'resumed-degraded', tookMs: expected.waitMs });
      expect(outcome.findings.map(({ rule }) => rule)).toEqual(expected.rules);
      expect(outcome.guest.channels.find(({ slot }) => slot === 'nic 0')!.dataPath).toBe('down');
      expect(
        outcome.guest.channels.filter(({ slot }) => slot === 'vf 0').map(({ pci }) => pci?.state),
      ).toEqual(['dead', 'operational']);
    },
  );
});
