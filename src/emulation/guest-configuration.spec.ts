import { describe, expect, it } from 'vitest';
import { guestProfileNamed, reconfigureGuest, type GuestProfile, type RunningGuest } from '#libs/linux-guest';
import { membersAwaitingBoot, overridesOf } from './guest-configuration.js';

function profile(change: Partial<GuestProfile> = {}): GuestProfile {
  const named = guestProfileNamed('ubuntu-24.04');
  if (named === undefined) throw new Error('the profile is gone');
  return { ...named, ...change };
}

const RUNNING = { bootId: 'boot-1', profile: profile(), openHvSockets: 0 } as RunningGuest;

describe('reconfigureGuest', () => {
  it('changes at once what can change while a guest runs', () => {
    const wanted = profile({ name: 'mine', hasUdevHibernateRule: false, swapMib: 0, openHvSockets: 3 });
    expect(reconfigureGuest(RUNNING, wanted)).toEqual({ ...RUNNING, profile: wanted, openHvSockets: 3 });
  });

  it('leaves to the next boot what a kernel takes in when it boots', () => {
    const wanted = profile({ kernelVersion: '6.15', uioSlots: ['nic 1'], workingSetMib: 2_048 });
    expect(reconfigureGuest(RUNNING, wanted).profile).toEqual(profile({ workingSetMib: 2_048 }));
    expect(membersAwaitingBoot(RUNNING, wanted)).toEqual(['kernelVersion', 'uioSlots']);
    expect(membersAwaitingBoot(RUNNING, profile({ swapMib: 0 }))).toEqual([]);
  });
});

describe('overridesOf', () => {
  it.each<[Partial<GuestProfile>, Partial<GuestProfile>]>([
    [{}, {}],
    [{ name: 'other' }, {}],
    [{ swapMib: 1 }, { swapMib: 1 }],
    [{ uioSlots: ['nic 1'] }, { uioSlots: ['nic 1'] }],
    [{ uioSlots: [] }, {}],
  ])('%j against the named profile: %j', (change, expected) => {
    expect(overridesOf(profile(change), profile())).toEqual(expected);
  });
});
