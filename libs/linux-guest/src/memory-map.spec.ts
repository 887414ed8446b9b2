import { describe, expect, it } from 'vitest';
import type { VirtualHardware } from './hardware.js';
import { differInPoolsAlone, memoryMapOf } from './memory-map.js';
import { aMachine, aNic, azureDevices } from './testing/guest-fixtures.js';

const MANY_NICS = { devices: azureDevices(aNic(1), aNic(2)) };

describe('differInPoolsAlone', () => {
  it.each<[string, Partial<VirtualHardware>, boolean]>([
    ['more disks than the pools hold', { scsiDisks: 5 }, true],
    ['more NICs than the pools hold', MANY_NICS, true],
    ['the same machine', {}, false],
    ['another memory size', { memoryMib: 8_192 }, false],
    ['other firmware', { firmware: '2, standard pools' }, false],
    ['another memory size, and more disks', { memoryMib: 8_192, scsiDisks: 5 }, false],
  ])('R76 ASSUME-17 %s', (_what, change, expected) => {
    expect(differInPoolsAlone(memoryMapOf(aMachine()), memoryMapOf(aMachine(change)))).toBe(expected);
  });
});
