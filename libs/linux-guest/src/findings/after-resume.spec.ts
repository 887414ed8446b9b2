import { describe, expect, it } from 'vitest';
import type { Fault } from '../faults/fault.js';
import type { GuestProfile } from '../guest-profile.js';
import { restoreGuest } from '../restore-guest.js';
import { aGuest, aMachine, aProfile, imageOf, OTHER_GUID, withNewGuid } from '../testing/guest-fixtures.js';

function resumed(machine: Parameters<typeof aMachine>[0], profile: Partial<GuestProfile> = {}) {
  const image = imageOf(aGuest({ profile: aProfile({ kernelVersion: '6.15', ...profile }) }), aMachine());
  return restoreGuest(image, aMachine(machine), { vfPresent: false });
}

describe('disks behind a controller that matched', () => {
  it.each<{ fault: Fault; severity: string; summary: string }>([
    {
      fault: { kind: 'lun-missing', slot: 'os disk' },
      severity: 'hung-or-undefined',
      summary: 'The os disk is gone from behind its controller, which matched.',
    },
    {
      fault: { kind: 'lun-missing', slot: 'data disk 0' },
      severity: 'resumed-degraded',
      summary: 'The data disk 0 is gone from behind its controller, which matched.',
    },
    {
      fault: { kind: 'disk-content-changed', slot: 'os disk' },
      severity: 'hung-or-undefined',
      summary: 'The os disk was written to while the VM slept.',
    },
    {
      fault: { kind: 'disk-content-changed', slot: 'data disk 3' },
      severity: 'hung-or-undefined',
      summary: 'The data disk 3 was written to while the VM slept.',
    },
  ])(
    'R57 $fault.kind $fault.slot is not noticed by the resume, and $severity',
    ({ fault, severity, summary }) => {
      const outcome = resumed({ faults: [fault] });
      expect(outcome.report).toMatchObject({ matched: 12, unmatched: 0, late: 0 });
      expect(outcome.severity).toBe(severity);
      expect(outcome.findings).toMatchObject([
        {
          rule: 'R57',
          phase: 'after',
          severity,
          slot: fault.slot,
          summary,
          later: [{ when: 'first-use', rule: 'R57' }],
        },
      ]);
    },
  );

  it.each([
    { mounts: true, has: true, rules: ['R57'], severity: 'resumed-degraded' },
    { mounts: false, has: true, rules: [], severity: 'resumed' },
    { mounts: true, has: false, rules: [], severity: 'resumed' },
  ])(
    'R57 AZURE-33 a temporary disk (there is one: $has, mounted: $mounts) is blank on the new host',
    ({ mounts, has, rules, severity }) => {
      const outcome = resumed({ hasTemporaryDisk: has }, { mountsTemporaryDisk: mounts });
      expect({ rules: outcome.findings.map(({ rule }) => rule), severity: outcome.severity }).toEqual({
        rules,
        severity,
      });
    },
  );
});

const STANDING_CLOCK = {
  rule: 'R74',
  phase: 'after',
  severity: 'resumed',
  summary: 'The wall clock stands where it was when the guest slept.',
  consequence: 'Nothing corrects it but a time service over the network.',
};

describe('the clock', () => {
  it('R74 R70 is set to the time of the host when the time service opens its channel', () => {
    const { guest, findings, steps } = resumed({});
    expect({ clock: guest.clock, findings }).toEqual({ clock: 'host-time', findings: [] });
    expect(steps[2]!.log).toContainEqual({
      atMs: 0,
      level: 'info',
      text: 'hv_utils: TimeSync: the clock is set to the time of the host',
    });
  });

  it.each<{ case: string; machine: Parameters<typeof aMachine>[0]; profile: Partial<GuestProfile> }>([
    { case: 'no driver took the time service', machine: {}, profile: { kindsWithoutDriver: ['timesync'] } },
    {
      case: 'the host says nothing',
      machine: { faults: [{ kind: 'vsp-silent', slot: 'timesync 0' }] },
      profile: {},
    },
  ])('R74 stands still where $case', ({ machine, profile }) => {
    const { guest, findings } = resumed(machine, profile);
    expect({ clock: guest.clock, findings }).toEqual({ clock: 'behind', findings: [STANDING_CLOCK] });
  });

  it('R74 R56 is told with the loss of the time service, once', () => {
    const { guest, findings } = resumed({ devices: withNewGuid('timesync 0') });
    expect(guest.clock).toBe('behind');
    expect(findings.map(({ rule, consequence }) => [rule, consequence])).toEqual([
      ['R56', 'The host no longer corrects the clock after the gap.'],
      [
        'CONSIDER-4',
        'Its driver binds at the end of the resume, and nothing in the guest is configured for it.',
      ],
    ]);
    expect(findings[1]!.summary).toContain('timesync 0');
    expect(guest.channels.at(-1)!.offer.instanceGuid).toBe(OTHER_GUID);
  });
});
