import { hostOffers } from '#libs/vmbus';
import { describe, expect, it } from 'vitest';
import { vmbusEra } from './kernel-version.js';
import {
  aDda,
  aGuest,
  aMachine,
  aNic,
  aProfile,
  aVf,
  azureDevices,
  slotsWhere,
} from './testing/guest-fixtures.js';

describe('an ordinary boot', () => {
  it('RESUME-1 connects, takes a channel for every offer and binds drivers to them', () => {
    const machine = aMachine();
    const guest = aGuest({ machine });
    const offers = hostOffers(machine.devices, { firstRelid: 1, withVfs: false });
    expect(guest.channels.map(({ offer, relid }) => ({ offer, relid }))).toEqual(
      offers.map((offer) => ({ offer, relid: offer.relid })),
    );
    expect(slotsWhere(guest, ({ isOpen, driver }) => !isOpen || driver === undefined)).toEqual([]);
    expect(guest).toMatchObject({ isConnected: true, ignoresOffers: false, channelsMissingAfterResume: 0 });
  });

  it('RESUME-1 is plain data: nothing is lost by writing it down and reading it back', () => {
    const guest = aGuest();
    expect(JSON.parse(JSON.stringify(guest))).toEqual(guest);
  });

  it.each([
    { kernelVersion: '6.8', host: ['4.0', '5.2', '5.3', '6.0'], chosen: '5.3' },
    { kernelVersion: '7.2', host: ['4.0', '5.2', '5.3', '6.0'], chosen: '6.0' },
    { kernelVersion: '6.8', host: ['4.0', '3.0'], chosen: '4.0' },
  ])(
    'R13 kernel $kernelVersion and a host with $host settle on $chosen',
    ({ kernelVersion, host, chosen }) => {
      const guest = aGuest({
        machine: aMachine({ vmbusVersions: host }),
        profile: aProfile({ kernelVersion }),
      });
      expect(guest.protocolVersion).toBe(chosen);
    },
  );

  it('R13 leaves a guest without VMBus devices when no version is common', () => {
    const guest = aGuest({ machine: aMachine({ vmbusVersions: ['9.9'] }) });
    expect(guest).toMatchObject({ isConnected: false, protocolVersion: '', channels: [], openHvSockets: 0 });
  });

  it('R9 ASSUME-10 lets storvsc and netvsc open sub-channels, above the relids of the primaries', () => {
    const guest = aGuest({ machine: aMachine({ vcpus: 6, firstRelid: 40 }) });
    const withSubChannels = guest.channels.filter(({ subChannelRelids }) => subChannelRelids.length > 0);
    expect(withSubChannels.map(({ slot, subChannelRelids }) => [slot, subChannelRelids])).toEqual([
      ['scsi 0', [52]],
      ['scsi 1', [53]],
      ['nic 0', [54, 55, 56, 57, 58]],
    ]);
  });

  it('R2 keeps a channel for a device that no driver takes', () => {
    const guest = aGuest({ profile: aProfile({ kindsWithoutDriver: ['mouse'] }) });
    const mouse = guest.channels.find(({ slot }) => slot === 'mouse 0')!;
    expect({ isOpen: mouse.isOpen, hasDriver: 'driver' in mouse, hasRelid: mouse.relid !== null }).toEqual({
      isOpen: false,
      hasDriver: false,
      hasRelid: true,
    });
  });

  it('VPCI-2 takes a DDA device from the first offers, in the order of the host', () => {
    const guest = aGuest({ machine: aMachine({ devices: azureDevices(aDda(0)) }) });
    const dda = guest.channels.find(({ slot }) => slot === 'dda 0')!;
    expect(dda).toMatchObject({
      isOpen: true,
      driver: 'hv_pci',
      pci: { domain: 0x47a1, state: 'operational' },
    });
    expect(dda.relid).toBeLessThan(guest.channels.find(({ slot }) => slot === 'nic 0')!.relid!);
  });

  it('VPCI-5 gives a VF a VMBus and a PCI identity', () => {
    const guest = aGuest({ machine: aMachine({ devices: azureDevices(aVf(0)) }), vfPresent: true });
    const vf = guest.channels.at(-1)!;
    expect(vf).toMatchObject({
      slot: 'vf 0',
      driver: 'hv_pci',
      pci: { domain: 0xeec1, state: 'operational' },
    });
    expect(vf.offer.instanceGuid).toBe(aVf(0).instanceGuid);
  });

  it.each([
    {
      what: 'comes after the NIC opened its channels',
      profile: {},
      vfPresent: true,
      vfs: ['vf 0'],
      path: 'vf',
    },
    { what: 'does not come when the VM has none', profile: {}, vfPresent: false, vfs: [], path: 'synthetic' },
    {
      what: 'does not come while the NIC has no driver',
      profile: { kindsWithoutDriver: ['nic'] as const },
      vfPresent: true,
      vfs: [],
      path: 'down',
    },
    {
      what: 'does not come when user space drives the NIC',
      profile: { uioSlots: ['nic 0'] },
      vfPresent: true,
      vfs: [],
      path: 'synthetic',
    },
  ])('VPCI-6 a VF $what', ({ profile, vfPresent, vfs, path }) => {
    const machine = aMachine({ devices: azureDevices(aVf(0)) });
    const guest = aGuest({ machine, profile: aProfile(profile), vfPresent });
    expect(slotsWhere(guest, ({ slot }) => slot.startsWith('vf '))).toEqual(vfs);
    expect(guest.channels.find(({ slot }) => slot === 'nic 0')!.dataPath).toBe(path);
    const highestBefore = Math.max(
      ...guest.channels.filter(({ slot }) => slot === 'nic 0').map(({ relid }) => relid!),
    );
    expect(
      guest.channels.filter(({ slot }) => slot === 'vf 0').every(({ relid }) => relid! > highestBefore),
    ).toBe(true);
  });

  it('R63 sends packets through the VF of the same NIC only', () => {
    const machine = aMachine({ devices: azureDevices(aNic(1), aVf(1)) });
    const guest = aGuest({ machine, vfPresent: true });
    const paths = guest.channels.flatMap(({ slot, dataPath }) =>
      dataPath === undefined ? [] : [[slot, dataPath]],
    );
    expect(paths).toEqual([
      ['nic 0', 'synthetic'],
      ['nic 1', 'vf'],
    ]);
  });

  it.each([
    { s4Enabled: true, hotAddedMib: 0 },
    { s4Enabled: false, hotAddedMib: 2048 },
  ])('ENABLE-4 with S4 $s4Enabled the guest has $hotAddedMib MiB hot-added', ({ s4Enabled, hotAddedMib }) => {
    const guest = aGuest({ machine: aMachine({ s4Enabled }), profile: aProfile({ hotAddedMib: 2048 }) });
    expect(guest).toMatchObject({ memoryMib: 16_384, hotAddedMib });
  });

  it('R71 leaves hot-add on where an arm64 guest ignores S4', () => {
    const guest = aGuest({ profile: aProfile({ hotAddedMib: 512, architecture: 'arm64' }) });
    expect(guest).toMatchObject({ s4Enabled: false, hotAddedMib: 512 });
  });

  it.each([
    ['5.15', 'A'],
    ['5.15.0-1045-azure', 'A'],
    ['6.1', 'A'],
    ['6.12.117', 'A'],
    ['6.13', 'A'],
    ['6.13.3', 'A'],
    ['6.13.4', 'B'],
    ['6.14', 'B'],
    ['6.15.2', 'B'],
    ['7.2.13', 'B'],
  ] as const)('R40 kernel %s is of era %s', (kernelVersion, era) => {
    expect(vmbusEra(kernelVersion)).toBe(era);
  });
});
