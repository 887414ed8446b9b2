import { describe, expect, it } from 'vitest';
import { aDriverContext, aGuest, aProfile, channelIn } from '../testing/guest-fixtures.js';
import { UIO } from './uio.js';

describe('uio_hv_generic', () => {
  it('UIO-2 R20 R69 cannot be suspended: -EOPNOTSUPP, at once', () => {
    const nic = channelIn(aGuest({ profile: aProfile({ uioSlots: ['nic 0'] }) }), 'nic 0');
    const context = aDriverContext();
    expect(nic.driver).toBe('uio_hv_generic');
    expect(UIO.suspend(nic, context)).toEqual({
      kind: 'error',
      rule: 'UIO-2',
      errno: -95,
      symptom: 'nic 0 is bound to uio_hv_generic, which has no suspend function',
    });
    expect(context.log.nowMs).toBe(0);
  });

  it('UIO-1 takes no sub-channels', () => {
    expect(UIO.subChannelsWanted(64)).toBe(0);
  });
});
