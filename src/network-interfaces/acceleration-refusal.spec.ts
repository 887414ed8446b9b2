import { describe, expect, it } from 'vitest';
import { accelerationRefusal } from './acceleration-refusal.js';

const SIZE = { name: 'Standard_B2ms', acceleratedNetworking: false };
const PLAIN = { name: 'plain', isAccelerated: false };
const FAST = { name: 'fast', isAccelerated: true };

describe('accelerationRefusal', () => {
  it('AZURE-43 names the size and the first NIC that asks too much of it', () => {
    expect(accelerationRefusal(SIZE, [PLAIN, FAST])).toEqual({
      code: 'size-without-accelerated-networking',
      rule: 'AZURE-43',
      detail: 'Standard_B2ms does not, and NIC fast has it on',
    });
  });

  it.each([
    ['NICs without it on any size', SIZE, [PLAIN]],
    ['no NIC at all', SIZE, []],
    ['NICs with it on a size that supports it', { ...SIZE, acceleratedNetworking: true }, [PLAIN, FAST]],
  ])('AZURE-43 allows %s', (_what, size, nics) => {
    expect(accelerationRefusal(size, nics)).toBeUndefined();
  });
});
