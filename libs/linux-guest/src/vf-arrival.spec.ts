import { describe, expect, it } from 'vitest';
import { restoreGuest } from './restore-guest.js';
import {
  aGuest,
  aMachine,
  aProfile,
  aVf,
  azureDevices,
  ERA_A_KERNEL,
  imageOf,
} from './testing/guest-fixtures.js';
import { withoutVfs, withVfs } from './vf-arrival.js';

const MACHINE = aMachine({ devices: azureDevices(aVf(0)) });
const PLAIN = aGuest({ machine: MACHINE });
const ACCELERATED = aGuest({ machine: MACHINE, vfPresent: true });
const dataPath = (guest: typeof PLAIN) => guest.channels.find(({ slot }) => slot === 'nic 0')!.dataPath;

describe('VFs that come and go', () => {
  it('R64 MOVE-9 taking the VF away leaves no channel and the synthetic path', () => {
    expect(withoutVfs(ACCELERATED)).toEqual(PLAIN);
    expect([dataPath(ACCELERATED), dataPath(PLAIN)]).toEqual(['vf', 'synthetic']);
  });

  it('R64 offering it again brings it back', () => {
    expect(withVfs(withoutVfs(ACCELERATED), [aVf(0)])).toEqual(ACCELERATED);
  });

  it.each([
    { change: 'taking away none', once: withoutVfs(PLAIN), twice: withoutVfs(withoutVfs(PLAIN)) },
    {
      change: 'offering one twice',
      once: withVfs(PLAIN, [aVf(0)]),
      twice: withVfs(withVfs(PLAIN, [aVf(0)]), [aVf(0)]),
    },
  ])('R64 $change changes nothing the second time', ({ once, twice }) => {
    expect(twice).toEqual(once);
  });

  it('R48 a guest that ignores offers and rescinds keeps what it has', () => {
    const deaf = { ...ACCELERATED, ignoresOffers: true };
    expect(withoutVfs(deaf)).toEqual(deaf);
    expect(withVfs({ ...PLAIN, ignoresOffers: true }, [aVf(0)])).toEqual({ ...PLAIN, ignoresOffers: true });
  });

  it('R42 a late offer of an orphan repairs its channel but not its driver', () => {
    const profile = aProfile({ kernelVersion: ERA_A_KERNEL });
    const image = imageOf(aGuest({ machine: MACHINE, profile, vfPresent: true }), MACHINE, 'self');
    const { guest } = restoreGuest(image, MACHINE, { vfPresent: false });
    const before = guest.channels.find(({ slot }) => slot === 'vf 0')!;
    expect(before).toMatchObject({ relid: null, resumeError: -122 });
    const late = withVfs(guest, [aVf(0)]);
    const after = late.channels.find(({ slot }) => slot === 'vf 0')!;
    expect(after).toMatchObject({
      id: before.id,
      relid: 16,
      isOpen: false,
      resumeError: -122,
      pci: { state: 'dead' },
    });
    expect([guest, late].map(({ channelsMissingAfterResume }) => channelsMissingAfterResume)).toEqual([1, 0]);
  });

  it('R55 the host cannot take away an orphan', () => {
    const image = imageOf(ACCELERATED, MACHINE, 'self');
    const { guest } = restoreGuest(image, aMachine({ devices: azureDevices(aVf(0, 2)) }), {
      vfPresent: true,
    });
    expect(
      withoutVfs(guest)
        .channels.filter(({ slot }) => slot === 'vf 0')
        .map(({ relid }) => relid),
    ).toEqual([null]);
  });
});
