import { describe, expect, it } from 'vitest';
import { ipConfigurationsRefusal, type WantedIpConfiguration } from './wanted-nic.js';

const ip = (name: string, change: Partial<WantedIpConfiguration> = {}): WantedIpConfiguration => ({
  name,
  subnet: { network: { subscriptionId: 's', groupName: 'g', name: 'net' }, subnetName: 'default' },
  isPrimary: false,
  isStatic: false,
  properties: {},
  ...change,
});
const PRIMARY = ip('a', { isPrimary: true });
const ELSEWHERE = { network: { subscriptionId: 's', groupName: 'g', name: 'other' }, subnetName: 'default' };

describe('ipConfigurationsRefusal', () => {
  it.each<[string, readonly WantedIpConfiguration[], string | undefined]>([
    ['one', [PRIMARY], undefined],
    ['two', [PRIMARY, ip('b')], undefined],
    ['a name twice', [PRIMARY, ip('A')], 'two IP configurations are called A'],
    ['no primary', [ip('a')], 'exactly one IP configuration is primary'],
    ['two primaries', [PRIMARY, ip('b', { isPrimary: true })], 'exactly one IP configuration is primary'],
    [
      'two networks',
      [PRIMARY, ip('b', { subnet: ELSEWHERE })],
      'all IP configurations of a NIC are in one virtual network',
    ],
    [
      'a static one without an address',
      [PRIMARY, ip('b', { isStatic: true })],
      'IP configuration b is Static and has no privateIPAddress',
    ],
  ])('ARM-19 %s', (_name, ipConfigurations, detail) => {
    expect(ipConfigurationsRefusal({ ipConfigurations })?.detail).toBe(detail);
  });
});
