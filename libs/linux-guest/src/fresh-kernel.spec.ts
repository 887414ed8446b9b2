import { describe, expect, it } from 'vitest';
import { freezeFreshKernel } from './fresh-kernel.js';
import { aGuest, aMachine, aNic, aProfile, azureDevices } from './testing/guest-fixtures.js';

describe('the fresh kernel makes way', () => {
  it('RESUME-3 KVP-4 KVP-5 suspends devices and bus as in steps 2 and 3, KVP included', () => {
    expect(freezeFreshKernel(aGuest())).toEqual({
      kind: 'frozen',
      notes: [
        'closing KVP made the host rescind it and offer it again: the device was removed and re-created',
        'closed 3 sub-channels, which the host rescinded; primary channels stay, closed',
        'unloaded the VMBus connection',
      ],
      tookMs: 0,
    });
  });

  it('R22 a UIO device in the fresh kernel ends the resume before the jump', () => {
    const machine = aMachine({ devices: azureDevices(aNic(1)) });
    expect(freezeFreshKernel(aGuest({ machine, profile: aProfile({ uioSlots: ['nic 1'] }) }))).toEqual({
      kind: 'rejected',
      rule: 'UIO-2',
      errno: -95,
      symptom:
        'Some devices failed to power down, aborting resume: nic 1 is bound to uio_hv_generic, which has no suspend function',
      tookMs: 0,
    });
  });
});
