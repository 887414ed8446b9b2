import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS, type HostGenerationName } from './host-generations.js';
import { canRunImage, imageMismatch, imageOriginOn } from './image-compatibility.js';

const NAMES = Object.keys(HOST_GENERATIONS) as HostGenerationName[];

/** Generations that an image made on the first column may continue on. */
const MAY_CONTINUE: Readonly<Record<HostGenerationName, readonly HostGenerationName[]>> = {
  'intel-cascade-lake': [
    'intel-cascade-lake',
    'intel-ice-lake',
    'intel-ice-lake-26102',
    'intel-sapphire-rapids',
  ],
  'intel-ice-lake': ['intel-ice-lake', 'intel-ice-lake-26102', 'intel-sapphire-rapids'],
  'intel-ice-lake-26102': ['intel-ice-lake-26102', 'intel-sapphire-rapids'],
  'intel-sapphire-rapids': ['intel-sapphire-rapids'],
  'amd-rome': ['amd-rome', 'amd-milan', 'amd-milan-26102'],
  'amd-milan': ['amd-milan', 'amd-milan-26102'],
  'amd-milan-26102': ['amd-milan-26102'],
};

describe('canRunImage', () => {
  it.each(NAMES)(
    'CONSIDER-6 an image made on %s continues on its own kind and newer ones of its vendor',
    (name) => {
      const origin = imageOriginOn(HOST_GENERATIONS[name]);
      expect(NAMES.filter((other) => canRunImage(origin, HOST_GENERATIONS[other]))).toEqual(
        MAY_CONTINUE[name],
      );
    },
  );
});

describe('imageMismatch', () => {
  it.each([
    ['intel-ice-lake', 'amd-milan', 'processor-vendor'],
    ['intel-ice-lake', 'intel-cascade-lake', 'processor-rank'],
    ['intel-ice-lake-26102', 'intel-ice-lake', 'hyperv-level'],
    ['intel-ice-lake', 'intel-ice-lake', undefined],
  ] as const)('CONSIDER-7 from %s to %s: %s', (from, to, expected) => {
    expect(imageMismatch(imageOriginOn(HOST_GENERATIONS[from]), HOST_GENERATIONS[to])).toBe(expected);
  });
});
