import { describe, expect, it } from 'vitest';
import { aDriverContext, aGuest, channelIn } from '../testing/guest-fixtures.js';
import { STORVSC } from './storvsc.js';

const DISKS = channelIn(aGuest(), 'scsi 0');
const DATA_DISKS = channelIn(aGuest(), 'scsi 1');

describe('storvsc', () => {
  it('R60 suspends once its requests are answered', () => {
    expect(STORVSC.suspend(DISKS, aDriverContext())).toEqual({ kind: 'done' });
  });

  it('R60 waits without limit for a request that is never answered, on that controller alone', () => {
    const context = aDriverContext([{ kind: 'disk-io-outstanding', slot: 'scsi 1' }]);
    expect([DISKS, DATA_DISKS].map((channel) => STORVSC.suspend(channel, context))).toEqual([
      { kind: 'done' },
      {
        kind: 'hung',
        rule: 'R60',
        symptom: 'scsi 1 waits without limit for a disk request that the host does not answer',
      },
    ]);
    expect(context.log.nowMs).toBe(0);
  });

  it('R60 suspends a controller whose last resume failed as if nothing were wrong', () => {
    expect(STORVSC.suspend({ ...DISKS, resumeError: -122 }, aDriverContext())).toEqual({ kind: 'done' });
  });

  it('R60 gives its first message 180 s to be answered, then fails with -ETIMEDOUT', () => {
    const context = aDriverContext([{ kind: 'vsp-silent', slot: 'scsi 0' }]);
    expect(STORVSC.resume(DISKS, context)).toEqual({
      kind: 'error',
      rule: 'R60',
      errno: -110,
      symptom: 'the host did not answer the first message within 180 s',
    });
    expect(context.log.nowMs).toBe(180_000);
    expect(STORVSC.resume(DATA_DISKS, context)).toEqual({ kind: 'done' });
    expect(context.log.nowMs).toBe(180_000);
  });

  it.each([
    [1, 0],
    [4, 0],
    [5, 1],
    [8, 1],
    [9, 2],
    [64, 15],
  ])('R60 R9 with %i vCPUs asks for %i sub-channels', (vcpus, wanted) => {
    expect(STORVSC.subChannelsWanted(vcpus)).toBe(wanted);
  });
});
