import { describe, expect, it } from 'vitest';
import { rebindDrivers } from './rebind-drivers.js';
import { aGuest, aProfile } from './testing/guest-fixtures.js';

describe('rebinding drivers in a running guest', () => {
  it('UIO-1 gives a device back to its own driver, open, and leaves the others alone', () => {
    const guest = aGuest({ profile: aProfile({ uioSlots: ['nic 0'] }) });
    const rebound = rebindDrivers(guest, aProfile());
    const nic = rebound.channels.find(({ slot }) => slot === 'nic 0');
    expect([nic?.driver, nic?.isOpen, nic?.subChannelRelids.length]).toEqual(['hv_netvsc', true, 3]);
    const others = ({ channels }: typeof guest) => channels.filter(({ slot }) => slot !== 'nic 0');
    expect(others(rebound)).toEqual(others(guest));
    expect([rebound.bootId, rebound.profile.uioSlots]).toEqual([guest.bootId, []]);
  });

  it('R19 closes a device whose driver is gone', () => {
    const rebound = rebindDrivers(aGuest(), aProfile({ kindsWithoutDriver: ['video'] }));
    const video = rebound.channels.find(({ slot }) => slot === 'video 0');
    expect([video?.driver, video?.isOpen]).toEqual([undefined, false]);
  });

  it('changes nothing where every device has the driver it should have', () => {
    expect(rebindDrivers(aGuest(), aProfile())).toEqual(aGuest());
  });
});
