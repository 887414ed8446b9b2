import { describe, expect, it } from 'vitest';
import { restoreGuest } from '../restore-guest.js';
import { aGuest, aMachine, imageOf } from '../testing/guest-fixtures.js';

const IMAGE = imageOf(aGuest(), aMachine());
const NO_VF = { vfPresent: false };

describe('the machine around the image', () => {
  it.each([
    {
      case: 'an older processor',
      machine: { processorRank: 2, processorModel: 'Xeon 8272CL' },
      summary: 'The image was made on Xeon 8370C and goes on on Xeon 8272CL.',
    },
    {
      case: 'another vendor',
      machine: { processorVendor: 'AMD' as const, processorModel: 'EPYC 7763' },
      summary: 'The image was made on Xeon 8370C and goes on on EPYC 7763.',
    },
    {
      case: 'an older Hyper-V',
      machine: { hypervLevel: 1 },
      summary: 'The image was made on Hyper-V level 2 and goes on on level 1.',
    },
  ])('CONSIDER-7 on $case the behaviour is undefined', ({ machine, summary }) => {
    const { severity, findings } = restoreGuest(IMAGE, aMachine(machine), NO_VF);
    expect(severity).toBe('hung-or-undefined');
    expect(
      findings.map(({ rule, phase, severity: gravity, summary: text }) => ({ rule, phase, gravity, text })),
    ).toEqual([{ rule: 'CONSIDER-7', phase: 'after', gravity: 'hung-or-undefined', text: summary }]);
  });

  it('ASSUME-5 on a newer processor of the vendor it goes on', () => {
    const machine = aMachine({ processorRank: 4, processorModel: 'Xeon 8473C' });
    const { severity, findings } = restoreGuest(IMAGE, machine, NO_VF);
    expect({ severity, rules: findings.map(({ rule }) => rule) }).toEqual({
      severity: 'resumed',
      rules: ['ASSUME-5'],
    });
  });

  it.each([
    {
      vcpus: 2,
      severity: 'resumed-degraded',
      rules: ['R80'],
      now: 2,
      errors: ['Error taking CPU2 up: -19', 'Error taking CPU3 up: -19'],
    },
    { vcpus: 8, severity: 'resumed', rules: [], now: 4, errors: [] },
  ])(
    'R80 ASSUME-18 an image of 4 CPUs on $vcpus goes on with $now',
    ({ vcpus, severity, rules, now, errors }) => {
      const outcome = restoreGuest(IMAGE, aMachine({ vcpus }), NO_VF);
      expect(outcome).toMatchObject({ severity, guest: { vcpus: now } });
      expect(outcome.findings.map(({ rule }) => rule)).toEqual(rules);
      const lines = outcome.steps[0]!.log.filter(({ level }) => level === 'error');
      expect(lines.map(({ text }) => text)).toEqual(errors);
    },
  );
});
