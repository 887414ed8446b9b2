import { describe, expect, it } from 'vitest';
import { classOfKind } from './device-class.js';
import { hostOffers, inOfferOrder, subChannelOffers } from './host-offers.js';
import { aDevice, aVm } from './testing/devices.js';
import { slotName } from './virtual-device.js';

const slotsOffered = (withVfs: boolean): string[] => {
  const vm = aVm();
  return hostOffers(vm, { firstRelid: 1, withVfs }).map((offer) =>
    slotName(vm.find((device) => device.instanceGuid === offer.instanceGuid)!),
  );
};

describe('hostOffers', () => {
  it('R7 fills in one offer per device', () => {
    const nic = aDevice('nic', 0);
    const video = aDevice('video', 0);
    expect(hostOffers([nic, video], { firstRelid: 3, withVfs: false })).toEqual([
      {
        classGuid: classOfKind('video').classGuid,
        instanceGuid: video.instanceGuid,
        relid: 3,
        subChannelIndex: 0,
        flags: 1,
        dedicatedInterrupt: true,
        connectionId: 0x2003,
        monitorId: 255,
        monitorAllocated: false,
        mmioMegabytes: 8,
      },
      {
        classGuid: classOfKind('nic').classGuid,
        instanceGuid: nic.instanceGuid,
        relid: 4,
        subChannelIndex: 0,
        flags: 1,
        dedicatedInterrupt: true,
        connectionId: 0x2004,
        monitorId: 0,
        monitorAllocated: true,
        mmioMegabytes: 0,
      },
    ]);
  });

  it('R8 numbers relids in sequence from the first one of this connection', () => {
    const offers = hostOffers(aVm(), { firstRelid: 7, withVfs: true });
    expect(offers.map((offer) => offer.relid)).toEqual(aVm().map((_, at) => 7 + at));
  });

  it('R8 offers an unchanged set of devices in the same order however it is listed', () => {
    const options = { firstRelid: 1, withVfs: true };
    expect(hostOffers([...aVm()].reverse(), options)).toEqual(hostOffers(aVm(), options));
  });

  it('R8 keeps the order of slots when instance GUIDs change', () => {
    const scsi = [aDevice('scsi', 0), aDevice('scsi', 1)];
    const swapped = scsi.map((device, at) => ({ ...device, instanceGuid: scsi[1 - at]!.instanceGuid }));
    expect(inOfferOrder(swapped).map(slotName)).toEqual(inOfferOrder(scsi).map(slotName));
  });

  it('R9 offers no sub-channel at boot', () => {
    const indexes = hostOffers(aVm(), { firstRelid: 1, withVfs: true }).map((offer) => offer.subChannelIndex);
    expect(new Set(indexes)).toEqual(new Set([0]));
  });

  it('VPCI-2 offers DDA devices like synthetic ones', () => {
    expect(slotsOffered(false).filter((slot) => slot.startsWith('dda'))).toEqual(['dda 0']);
  });

  it('VPCI-5 offers a VF under the vPCI class with an instance GUID of its own', () => {
    const vm = aVm();
    const vf = vm.find((device) => device.kind === 'vf')!;
    const nic = vm.find((device) => device.kind === 'nic' && device.index === vf.index)!;
    const offer = hostOffers(vm, { firstRelid: 1, withVfs: true }).find(
      (o) => o.instanceGuid === vf.instanceGuid,
    );
    expect(offer?.classGuid).toBe('44c4f61d-4444-4400-9d52-802e27ede19f');
    expect(offer?.instanceGuid).not.toBe(nic.instanceGuid);
  });

  it('VPCI-6 holds VFs back on the first connection and VPCI-7 offers them on a re-established one', () => {
    const isVf = (slot: string): boolean => slot.startsWith('vf');
    expect(slotsOffered(false).filter(isVf)).toEqual([]);
    expect(slotsOffered(true).filter(isVf)).toEqual(['vf 0', 'vf 1']);
    expect(slotsOffered(true).filter((slot) => !isVf(slot))).toEqual(slotsOffered(false));
  });

  it('R8 has no relid below 1 or past 2047', () => {
    const devices = [aDevice('nic', 0), aDevice('nic', 1)];
    expect(hostOffers(devices, { firstRelid: 2046, withVfs: false }).map((o) => o.relid)).toEqual([
      2046, 2047,
    ]);
    expect(() => hostOffers(devices, { firstRelid: 2047, withVfs: false })).toThrow(
      new RangeError('relids 2047..2048 are outside 1..2047'),
    );
    expect(() => hostOffers(devices, { firstRelid: 0, withVfs: false })).toThrow(RangeError);
  });

  it('R52 never offers one instance GUID twice', () => {
    const twice = [aDevice('nic', 0), { ...aDevice('nic', 1), instanceGuid: aDevice('nic', 0).instanceGuid }];
    expect(() => hostOffers(twice, { firstRelid: 1, withVfs: false })).toThrow(
      /two devices with instance GUID/,
    );
  });
});

describe('subChannelOffers', () => {
  const [primary] = hostOffers([aDevice('nic', 0)], { firstRelid: 1, withVfs: false });

  it('R9 repeats class and instance with an index and a relid for each', () => {
    const offers = subChannelOffers(primary!, 2, 17);
    expect(offers).toEqual([
      {
        ...primary!,
        relid: 17,
        subChannelIndex: 1,
        connectionId: 0x2011,
        monitorId: 255,
        monitorAllocated: false,
      },
      {
        ...primary!,
        relid: 18,
        subChannelIndex: 2,
        connectionId: 0x2012,
        monitorId: 255,
        monitorAllocated: false,
      },
    ]);
  });

  it('DEVICES-8 hands out nothing that is not asked for', () => {
    expect(subChannelOffers(primary!, 0, 17)).toEqual([]);
  });

  it('refuses a sub-channel of a sub-channel and relids out of range', () => {
    const sub = { ...primary!, subChannelIndex: 1 };
    expect(() => subChannelOffers(sub, 1, 17)).toThrow(/is a sub-channel itself/);
    expect(() => subChannelOffers(primary!, 2, 2047)).toThrow(RangeError);
    expect(() => subChannelOffers(primary!, -1, 17)).toThrow(RangeError);
  });
});
