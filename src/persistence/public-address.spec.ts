import { describe, expect, it } from 'vitest';
import { PUBLIC_ADDRESS_COUNT, publicAddressAt } from './public-address.repository.js';

describe('publicAddressAt', () => {
  it.each([
    [0, 0xcb007101],
    [253, 0xcb0071fe],
    [254, 0xc6336401],
    [508, 0xc0000201],
    [762, 0xc6120000],
    [PUBLIC_ADDRESS_COUNT - 1, 0xc613ffff],
    [PUBLIC_ADDRESS_COUNT, 0xcb007101],
  ])('ASSUME-26 gives place %i an address of a block that is never routed', (place, address) => {
    expect(publicAddressAt(place)).toBe(address);
  });

  it('ASSUME-26 gives every place an address of its own', () => {
    const places = Array.from({ length: PUBLIC_ADDRESS_COUNT }, (_, place) => publicAddressAt(place));
    expect(new Set(places).size).toBe(PUBLIC_ADDRESS_COUNT);
  });
});
