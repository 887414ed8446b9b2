import { describe, expect, it } from 'vitest';
import { extensionSetUp } from './hibernation-extension.js';

describe('extensionSetUp', () => {
  it.each([
    [1_024, 3_072],
    [2_048, 6_144],
    [4_096, 8_192],
    [8_192, 16_384],
    [16_384, 24_576],
    [65_536, 98_304],
    [114_688, 143_360],
    [262_144, 327_680],
  ])('R82 makes for %i MiB of memory a swap file of %i MiB', (memoryMib, swapMib) => {
    expect(extensionSetUp({ memoryMib })).toEqual({
      hasUdevHibernateRule: true,
      swapMib,
      hasResumeParameter: true,
    });
  });

  it('R82 refuses more memory than that', () => {
    expect(() => extensionSetUp({ memoryMib: 262_145 })).toThrow(RangeError);
  });
});
