import { describe, expect, it } from 'vitest';
import { aDriverContext, aGuest, channelIn } from '../testing/guest-fixtures.js';
import { NETVSC } from './netvsc.js';

const NIC = channelIn(aGuest(), 'nic 0');

describe('netvsc suspends', () => {
  it('R61 a NIC that works', () => {
    expect(NETVSC.suspend(NIC, aDriverContext())).toEqual({ kind: 'done' });
  });

  it('R61 no NIC that did not survive its last resume: -ENODEV, at once', () => {
    const context = aDriverContext([{ kind: 'nic-rings-not-draining', slot: 'nic 0' }]);
    expect(NETVSC.suspend({ ...NIC, resumeError: -122 }, context)).toEqual({
      kind: 'error',
      rule: 'R61',
      errno: -19,
      symptom: 'nic 0 did not survive the last resume',
    });
    expect(context.log.nowMs).toBe(0);
  });

  it('R61 no NIC whose rings do not run empty within 10 s: -ETIMEDOUT', () => {
    const context = aDriverContext([{ kind: 'nic-rings-not-draining', slot: 'nic 0' }]);
    expect(NETVSC.suspend(NIC, context)).toEqual({
      kind: 'error',
      rule: 'R61',
      errno: -110,
      symptom: 'the rings of nic 0 did not run empty within 10 s',
    });
    expect(context.log.nowMs).toBe(10_000);
  });
});

describe('netvsc resumes', () => {
  it('R62 a NIC whose host answers', () => {
    expect(NETVSC.resume(NIC, aDriverContext())).toEqual({ kind: 'done' });
  });

  it('R62 and waits without limit for a host that does not', () => {
    const context = aDriverContext([{ kind: 'vsp-silent', slot: 'nic 0' }]);
    expect(NETVSC.resume(NIC, context)).toEqual({
      kind: 'hung',
      rule: 'R62',
      symptom: 'nic 0 waits without limit for an NVSP answer that the host does not send',
    });
    expect(context.log.nowMs).toBe(0);
  });

  it.each([
    { vcpus: 1, end: { kind: 'done' } },
    {
      vcpus: 2,
      end: {
        kind: 'hung',
        rule: 'R48',
        symptom: 'nic 0 waits without limit for sub-channels whose offers the bus drops',
      },
    },
  ])('R48 with $vcpus queue(s), while the bus drops offers: $end.kind', ({ vcpus, end }) => {
    expect(NETVSC.resume(NIC, aDriverContext([], { vcpus, offersArrive: false }))).toEqual(end);
  });

  it.each([
    [1, 0],
    [2, 1],
    [8, 7],
    [9, 7],
    [64, 7],
  ])('R9 with %i vCPUs asks for %i sub-channels', (vcpus, wanted) => {
    expect(NETVSC.subChannelsWanted(vcpus)).toBe(wanted);
  });
});
