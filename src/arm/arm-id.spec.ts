import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  armTypeOf,
  extensionResourceId,
  formatArmId,
  isSameArmId,
  parseArmId,
  resourceGroupId,
  resourceId,
} from './arm-id.js';

const S = '11111111-1111-1111-1111-111111111111';

describe('resourceId', () => {
  it.each([
    [
      resourceId({ subscriptionId: S, resourceGroup: 'Rg' }, 'Microsoft.Compute/virtualMachines', 'Web-1'),
      `/subscriptions/${S}/resourceGroups/Rg/providers/Microsoft.Compute/virtualMachines/Web-1`,
    ],
    [
      resourceId(
        { subscriptionId: S, resourceGroup: 'rg' },
        'microsoft.network/virtualnetworks/SUBNETS',
        'net',
        'default',
      ),
      `/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/default`,
    ],
    [
      resourceId({ subscriptionId: S }, 'Torpor.Emulator/hosts', 'host-1'),
      `/subscriptions/${S}/providers/Torpor.Emulator/hosts/host-1`,
    ],
    [resourceGroupId(S, 'RG'), `/subscriptions/${S}/resourceGroups/RG`],
    [
      extensionResourceId(
        `/subscriptions/${S}/resourcegroups/rg/providers/microsoft.compute/VIRTUALMACHINES/vm`,
        'Torpor.Emulator/emulation',
        'default',
      ),
      `/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm` +
        '/providers/Torpor.Emulator/emulation/default',
    ],
  ])('ARM-4 spells fixed segments canonically and names as given: %s', (id, expected) => {
    expect(id).toBe(expected);
  });

  it('takes as many names as types', () => {
    expect(() => resourceId({ subscriptionId: S }, 'Torpor.Emulator/hosts')).toThrow(TypeError);
    expect(() => resourceId({ subscriptionId: S }, 'Torpor.Emulator/hosts', 'a', 'b')).toThrow(TypeError);
    expect(() => extensionResourceId('nonsense', 'Torpor.Emulator/emulation', 'default')).toThrow(TypeError);
  });
});

describe('parseArmId', () => {
  it('ARM-4 reads an id in any letter case', () => {
    const id = `/SUBSCRIPTIONS/${S}/resourcegroups/Rg/Providers/microsoft.network/networkinterfaces/Nic/IPCONFIGURATIONS/Ip`;
    expect(parseArmId(id)).toEqual({
      subscriptionId: S,
      resourceGroup: 'Rg',
      parts: [
        {
          provider: 'Microsoft.Network',
          segments: [
            { type: 'networkInterfaces', name: 'Nic' },
            { type: 'ipConfigurations', name: 'Ip' },
          ],
        },
      ],
    });
  });

  it.each([
    [`/subscriptions/${S}`, { subscriptionId: S, parts: [] }],
    [`/subscriptions/${S}/resourceGroups/rg`, { subscriptionId: S, resourceGroup: 'rg', parts: [] }],
    ['', undefined],
    ['/', undefined],
    ['subscriptions/x', undefined],
    ['/subscriptions', undefined],
    ['/subscriptions/', undefined],
    [`/subscriptions/${S}/`, undefined],
    [`/subscriptions/${S}/resourceGroups`, undefined],
    [`/subscriptions/${S}/resourceGroups//providers/A.B/c/d`, undefined],
    [`/subscriptions/${S}/resourceGroups/rg/providers`, undefined],
    [`/subscriptions/${S}/resourceGroups/rg/providers/A.B`, undefined],
    [`/subscriptions/${S}/resourceGroups/rg/providers/A.B/c`, undefined],
    [`/subscriptions/${S}/resourceGroups/rg/something/A.B/c/d`, undefined],
    [`/tenants/${S}`, undefined],
  ])('%j', (text, expected) => {
    expect(parseArmId(text)).toEqual(expected);
  });

  it('ARM-4 reads what formatArmId writes', () => {
    const seed = 20_240_512;
    const name = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,6}[A-Za-z0-9])?$/);
    const word = name.filter((text) => !/^providers$/i.test(text));
    const segment = fc.record({ type: word.map((text) => `x${text}`), name: word });
    const part = fc.record({
      provider: word.map((text) => `X.${text}`),
      segments: fc.array(segment, { minLength: 1, maxLength: 3 }),
    });
    const id = fc.record(
      { subscriptionId: name, resourceGroup: name, parts: fc.array(part, { maxLength: 2 }) },
      { requiredKeys: ['subscriptionId', 'parts'] },
    );
    fc.assert(
      fc.property(id, (value) => {
        expect(parseArmId(formatArmId(value))).toEqual(value);
        expect(isSameArmId(formatArmId(value).toUpperCase(), formatArmId(value))).toBe(true);
      }),
      { seed },
    );
  });
});

describe('armTypeOf', () => {
  it.each([
    [`/subscriptions/${S}/resourceGroups/rg`, 'Microsoft.Resources/resourceGroups'],
    [
      `/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/a/subnets/b`,
      'Microsoft.Network/virtualNetworks/subnets',
    ],
    [
      `/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a` +
        '/providers/Torpor.Emulator/emulation/default',
      'Torpor.Emulator/emulation',
    ],
  ])('%s is a %s', (id, expected) => {
    const parsed = parseArmId(id);
    expect(parsed === undefined ? undefined : armTypeOf(parsed)).toBe(expected);
  });
});
