import { describe, expect, it } from 'vitest';
import { guid } from './guid.js';
import { macDigits, nicInstanceGuid, pciDomainOf, vfInterfaceName } from './nic-instance.js';

describe('nicInstanceGuid', () => {
  it.each([
    ['00-0d-3a-03-16-46', '000d3a03-1646-000d-3a03-1646000d3a03'],
    ['7c:1e:52:7c:0b:9a', '7c1e527c-0b9a-7c1e-527c-0b9a7c1e527c'],
    ['6045BDC0BD67', '6045bdc0-bd67-6045-bdc0-bd676045bdc0'],
  ])('R4 repeats the bytes of MAC %s', (mac, expected) => {
    expect(nicInstanceGuid(mac)).toBe(expected);
  });

  it.each(['', '000d3a0316', '00-0d:3a-03-16-46', '000d3a03164g', '000d3a0316461'])('refuses %j', (text) => {
    expect(macDigits(text)).toBeUndefined();
    expect(() => nicInstanceGuid(text)).toThrow(TypeError);
  });
});

describe('pciDomainOf', () => {
  it.each([
    ['f364027d-eec8-4a01-bead-8f37bea8b1a1', 61128, 'enP61128s1'],
    ['e3db77bb-2610-4fbc-b47c-9c38d37714bc', 0x2610, 'enP9744s1'],
  ])('R4 reads the second group of %s', (instanceGuid, domain, interfaceName) => {
    expect(pciDomainOf(guid(instanceGuid))).toBe(domain);
    expect(vfInterfaceName(guid(instanceGuid), 1)).toBe(interfaceName);
  });
});
