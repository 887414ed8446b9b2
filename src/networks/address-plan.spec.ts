import { describe, expect, it } from 'vitest';
import { addressPlanRefusal, type AddressPlan } from './address-plan.js';

const subnet = (name: string, addressPrefix: string) => ({ name, addressPrefix });

describe('addressPlanRefusal', () => {
  it.each<[string, AddressPlan, string | undefined]>([
    ['an empty network', { addressPrefixes: ['10.0.0.0/16'], subnets: [] }, undefined],
    [
      'two subnets',
      { addressPrefixes: ['10.0.0.0/16'], subnets: [subnet('a', '10.0.0.0/24'), subnet('b', '10.0.1.0/24')] },
      undefined,
    ],
    [
      'IPv6',
      { addressPrefixes: ['10.0.0.0/16', 'fd00::/48'], subnets: [] },
      'properties.addressSpace.addressPrefixes[1]: fd00::/48 is not an IPv4 range such as 10.0.0.0/16',
    ],
    [
      'overlapping prefixes',
      { addressPrefixes: ['10.0.0.0/16', '10.0.1.0/24'], subnets: [] },
      'properties.addressSpace.addressPrefixes[1]: 10.0.1.0/24 overlaps another prefix',
    ],
    [
      'a subnet outside',
      { addressPrefixes: ['10.0.0.0/16'], subnets: [subnet('a', '10.1.0.0/24')] },
      'subnet a: 10.1.0.0/24 is not in the address space of the network',
    ],
    [
      'overlapping subnets',
      {
        addressPrefixes: ['10.0.0.0/16'],
        subnets: [subnet('a', '10.0.0.0/24'), subnet('b', '10.0.0.128/25')],
      },
      'subnet b: 10.0.0.128/25 overlaps subnet a',
    ],
    [
      'a name twice',
      { addressPrefixes: ['10.0.0.0/16'], subnets: [subnet('a', '10.0.0.0/24'), subnet('A', '10.0.1.0/24')] },
      'subnet A: there are two subnets A',
    ],
    [
      'a subnet too small',
      { addressPrefixes: ['10.0.0.0/16'], subnets: [subnet('a', '10.0.0.0/30')] },
      'subnet a: 10.0.0.0/30 is not of a size from /2 to /29',
    ],
    [
      'no range at all',
      { addressPrefixes: ['10.0.0.0/16'], subnets: [subnet('a', 'tiny')] },
      'subnet a: tiny is not an IPv4 range such as 10.0.0.0/24',
    ],
  ])('ARM-19 %s', (_name, plan, expected) => {
    const refused = addressPlanRefusal(plan);
    expect(refused === undefined ? undefined : `${refused.target}: ${refused.detail}`).toBe(expected);
  });
});
