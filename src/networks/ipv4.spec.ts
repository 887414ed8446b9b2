import { describe, expect, it } from 'vitest';
import { contains, formatAddress, overlaps, parseAddress, parseRange, usableAddresses } from './ipv4.js';

describe('parseAddress', () => {
  it.each([
    ['0.0.0.0', 0],
    ['10.0.0.4', 0x0a000004],
    ['255.255.255.255', 0xffffffff],
    ['256.0.0.1', undefined],
    ['10.0.0', undefined],
    ['10.0.0.04', undefined],
    ['10.0.0.-1', undefined],
    ['fd00::1', undefined],
    ['', undefined],
  ])('%s is %s', (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });
});

describe('formatAddress', () => {
  it.each(['0.0.0.0', '10.0.0.4', '255.255.255.255'])('writes %s as it was read', (text) => {
    expect(formatAddress(parseAddress(text) ?? -1)).toBe(text);
  });
});

describe('parseRange', () => {
  it.each([
    ['10.0.0.0/16', { first: 0x0a000000, last: 0x0a00ffff, prefixLength: 16 }],
    ['192.168.1.8/29', { first: 0xc0a80108, last: 0xc0a8010f, prefixLength: 29 }],
    ['0.0.0.0/0', { first: 0, last: 0xffffffff, prefixLength: 0 }],
    ['10.0.0.1/16', undefined],
    ['10.0.0.0', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/16/8', undefined],
    ['10.0.0.0/x', undefined],
  ])('%s is %j', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });
});

describe('ranges', () => {
  const [wide, left, right] = ['10.0.0.0/8', '10.0.0.0/24', '10.0.1.0/24'].map((text) => parseRange(text)!);

  it('contain and overlap', () => {
    expect([
      contains(wide!, left!),
      contains(left!, wide!),
      overlaps(left!, wide!),
      overlaps(left!, right!),
    ]).toEqual([true, false, true, false]);
  });

  it('keep five addresses back', () => {
    expect(Object.values(usableAddresses(left!)).map(formatAddress)).toEqual(['10.0.0.4', '10.0.0.254']);
  });
});
