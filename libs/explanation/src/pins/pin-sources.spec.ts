import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES, deviceSlotsOf } from '#libs/guid-policy';
import { guid } from '#libs/vmbus';
import { aMachine, anImage, aResume } from '../testing/verdicts.js';
import { devicesForeseen, neededByImage, pinningOfDevices, pinningOfReport } from './pin-sources.js';

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];
const MULTIPLE = /^(?:scsi|nic|vf|dda) /;
const slots = deviceSlotsOf({
  scsiControllers: 1,
  nics: [{ mac: '002248010200', accelerated: true }],
  dda: 0,
});

describe('what a pin list is made from', () => {
  it('MOVE-3 MOVE-5 MOVE-6 foresees what a policy gives, and not what it draws', () => {
    const foreseen = (policy: typeof LOCAL) =>
      devicesForeseen(policy, slots, {}).filter(({ slot }) => MULTIPLE.test(slot));
    expect([foreseen(BUILT_IN_POLICIES.azure), foreseen(LOCAL)]).toEqual([
      [
        { slot: 'scsi 0', instanceGuid: 'f8b3781a-1e82-4818-a1c3-63d806ec15bb' },
        { slot: 'nic 0', instanceGuid: '00224801-0200-0022-4801-020000224801', mac: '002248010200' },
        { slot: 'vf 0', mac: '002248010200' },
      ],
      [{ slot: 'scsi 0' }, { slot: 'nic 0', mac: '002248010200' }, { slot: 'vf 0', mac: '002248010200' }],
    ]);
  });

  it('MOVE-6 foresees what was kept before', () => {
    const kept = guid('11111111-1111-4111-8111-111111111111');
    const policy = { ...LOCAL, devices: { ...LOCAL.devices, scsi: { kind: 'keep' as const } } };
    expect(devicesForeseen(policy, slots, { 'scsi 0': kept })[0]).toEqual({
      slot: 'scsi 0',
      instanceGuid: kept,
    });
    expect(devicesForeseen(policy, slots, {})[0]).toEqual({ slot: 'scsi 0' });
  });

  it('DEVICES-1 takes from an image every channel that it holds', () => {
    const machine = aMachine({ policy: LOCAL }, 'first');
    const needed = neededByImage(anImage({ policy: LOCAL }));
    const present = pinningOfDevices(machine.devices).needed;
    const bySlot = (a: { slot: string }, b: { slot: string }) => (a.slot < b.slot ? -1 : 1);
    expect([...needed].sort(bySlot)).toEqual([...present].sort(bySlot));
  });

  it('DEVICES-3 takes from a report what was needed, and what was offered', () => {
    const { report } = aResume({ policy: LOCAL });
    const { needed, present } = pinningOfReport(report!);
    expect(needed.length).toBe(report!.matched + report!.unmatched);
    expect(present.length).toBe(report!.matched + report!.added);
    const of = (list: readonly { slot: string; instanceGuid?: string }[], slot: string) =>
      list.find((device) => device.slot === slot)?.instanceGuid;
    const guidIn = (seed: string) =>
      aMachine({ policy: LOCAL }, seed).devices.find(({ kind }) => kind === 'nic')?.instanceGuid;
    expect([of(needed, 'nic 0'), of(present, 'nic 0')]).toEqual([guidIn('first'), guidIn('second')]);
  });
});
