import { describe, expect, it } from 'vitest';
import { restoreGuest } from '../restore-guest.js';
import {
  aMachine,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOfKernel,
  withNewGuid,
} from '../testing/guest-fixtures.js';

describe('what an incomplete resume means for the next hibernation', () => {
  it('R46 R48 era A says that the bus will refuse it, without making this resume any worse', () => {
    const machine = aMachine({ devices: withNewGuid('video 0') });
    const { findings } = restoreGuest(imageOfKernel(ERA_A_KERNEL), machine, { vfPresent: false });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['R56', 'resumed-degraded'],
      ['CONSIDER-4', 'resumed'],
      ['R46', 'resumed'],
    ]);
    expect(findings.at(-1)).toEqual({
      rule: 'R46',
      phase: 'R2r',
      severity: 'resumed',
      summary: 'The count of channels to be fixed up stands at 1 after the resume.',
      consequence: 'Every further hibernation fails with -EBUSY until the VM boots afresh.',
      later: [
        {
          when: 'next-hibernation',
          rule: 'R46',
          what: 'The bus refuses to suspend with -EBUSY, and goes on dropping offers; a NIC with several queues may hang in the roll-back (R48).',
        },
      ],
    });
  });

  it.each([
    { case: 'era B has no such guard', kernelVersion: ERA_B_KERNEL, devices: withNewGuid('video 0') },
    { case: 'nothing is missing', kernelVersion: ERA_A_KERNEL, devices: aMachine().devices },
  ])('R46 says nothing where $case', ({ kernelVersion, devices }) => {
    const { findings } = restoreGuest(imageOfKernel(kernelVersion), aMachine({ devices }), {
      vfPresent: false,
    });
    expect(findings.map(({ rule }) => rule)).not.toContain('R46');
  });
});
