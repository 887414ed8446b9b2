import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from './built-in-policies.js';
import { ddaHibernation } from './dda-hibernation.js';
import { SINGLE_INSTANCE_KINDS } from './fixed-single-instances.js';
import { parseGuidPolicy } from './parse-guid-policy.js';

const policies = Object.entries(BUILT_IN_POLICIES);

describe('built-in policies', () => {
  it.each(policies)('%s is a valid document under its own name', (name, policy) => {
    expect(policy.name).toBe(name);
    expect(parseGuidPolicy(JSON.parse(JSON.stringify(policy)))).toEqual({ kind: 'valid', policy });
  });

  it('MOVE-4 names the single-instance devices', () => {
    expect(SINGLE_INSTANCE_KINDS).toEqual([
      'shutdown',
      'timesync',
      'heartbeat',
      'kvp',
      'vss',
      'balloon',
      'fcopy',
      'keyboard',
      'mouse',
      'video',
    ]);
  });

  it('MOVE-9 only Azure takes VFs away before hibernation', () => {
    expect(policies.map(([name, policy]) => [name, policy.removeVfsBeforeHibernation])).toEqual([
      ['azure', true],
      ['local-hyperv', false],
      ['none', false],
    ]);
  });

  it.each([
    ['azure', 'Standard_NC6s_v3', 'refuse'],
    ['local-hyperv', 'Standard_NC6s_v3', 'allow'],
    ['none', 'Standard_NC6s_v3', 'allow'],
  ] as const)('MOVE-8 policy %s, size %s with a DDA device: %s hibernation', (name, size, expected) => {
    expect(ddaHibernation(BUILT_IN_POLICIES[name], size)).toBe(expected);
  });

  it.each(['Standard_NV6ads_A10_v5', 'Standard_NV12ads_A10_v5', 'standard_nv12ads_a10_v5'])(
    'ASSUME-7 Azure lets %s hibernate although it has a DDA device (R68)',
    (size) => {
      expect(ddaHibernation(BUILT_IN_POLICIES.azure, size)).toBe('allow');
    },
  );
});
