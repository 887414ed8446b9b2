import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawMac } from './draw-mac.js';

const SEED = 20_261_122;

describe('drawMac', () => {
  it(`ASSUME-14 draws under a prefix of Azure (seed ${SEED})`, () => {
    const property = fc.property(fc.string(), fc.nat(100), (nicId, attempt) => {
      expect(drawMac(nicId, attempt)).toMatch(/^(000d3a|002248|7c1e52)[0-9a-f]{6}$/);
    });
    fc.assert(property, { seed: SEED });
  });

  it('ASSUME-14 gives one id one address, whatever its letter case, and each attempt another', () => {
    expect([drawMac('/a/NIC', 0), drawMac('/a/nic', 0)]).toEqual([
      drawMac('/a/nic', 0),
      drawMac('/a/NIC', 0),
    ]);
    expect(new Set([0, 1, 2, 3].map((attempt) => drawMac('/a/nic', attempt))).size).toBe(4);
  });
});
