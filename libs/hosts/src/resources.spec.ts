import { describe, expect, it } from 'vitest';
import { add, fits, free, NO_RESOURCES, subtract, told } from './resources.js';

const of = (vcpus: number, memoryMib: number, vfSlots: number) => ({ vcpus, memoryMib, vfSlots });

describe('resources', () => {
  it.each([
    [of(4, 100, 1), of(4, 100, 1), true],
    [NO_RESOURCES, NO_RESOURCES, true],
    [of(5, 100, 1), of(4, 100, 1), false],
    [of(4, 101, 1), of(4, 100, 1), false],
    [of(4, 100, 2), of(4, 100, 1), false],
  ])('%j fits into %j: %s', (demand, available, expected) => {
    expect(fits(demand, available)).toBe(expected);
  });

  it('add up and come back', () => {
    const sum = add(of(2, 1024, 1), of(4, 2048, 0));
    expect(sum).toEqual(of(6, 3072, 1));
    expect(subtract(sum, of(4, 2048, 0))).toEqual(of(2, 1024, 1));
  });

  it('free is what is not used', () => {
    expect(free({ capacity: of(64, 4096, 8), used: of(60, 96, 8) })).toEqual(of(4, 4000, 0));
  });

  it('TORPOR-1 more than there is cannot be taken', () => {
    expect(() => subtract(of(4, 4096, 1), of(1, 1, 2))).toThrow(
      new RangeError('cannot take 1 vCPU, 1 MiB, 2 VF slots from 4 vCPUs, 4096 MiB, 1 VF slot'),
    );
    expect(() => free({ capacity: of(4, 4096, 1), used: of(5, 0, 0) })).toThrow(RangeError);
  });

  it('are told in words', () => {
    expect(told(of(8, 32768, 1))).toBe('8 vCPUs, 32768 MiB, 1 VF slot');
  });
});
