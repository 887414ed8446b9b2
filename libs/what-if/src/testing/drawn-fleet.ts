import { HOST_GENERATIONS } from '#libs/hosts';
import type { VmKind } from '../fleet/fleet.js';
import { aMake } from '../guests/testing/guest-makes.js';
import type { HostType } from '../scenario.js';
import { aHostType, aKind } from './a-scenario.js';
import type { Drawn } from './drawn.js';

const MIB_PER_GIB = 1024;
const GENERATIONS = Object.values(HOST_GENERATIONS);

/** Types of host from old to young, `t0` and on: some share their generation, amounts differ. */
export function drawnTypes(drawn: Drawn, count: number): readonly HostType[] {
  return Array.from({ length: count }, (_type, at) => ({
    ...aHostType('intel-ice-lake'),
    name: `t${at}`,
    generation: drawn.oneOf(GENERATIONS),
    vcpus: drawn.oneOf([8, 12, 16]),
    memoryMib: drawn.oneOf([32, 48, 64]) * MIB_PER_GIB,
    vfSlots: drawn.oneOf([0, 2, 5]),
  }));
}

/** Kinds of VM: of one vendor's processors or any, pinned or not, with VFs or without. */
export function drawnKinds(drawn: Drawn, count: number, groups = 1): readonly VmKind[] {
  return Array.from({ length: count }, () => {
    const vendor = drawn.oneOf(['Intel', 'AMD', undefined] as const);
    const make = aMake({ usdPerHour: drawn.oneOf([1, 0.25]) });
    return aKind({
      group: drawn.below(groups),
      isPinned: drawn.isIn(30),
      vcpus: drawn.oneOf([1, 2, 4, 9]),
      memoryMib: drawn.oneOf([2, 4.5, 8, 40]) * MIB_PER_GIB,
      vfSlots: drawn.oneOf([0, 0, 1, 2]),
      ...(vendor === undefined ? {} : { make: { ...make, size: { ...make.size, processorVendor: vendor } } }),
    });
  });
}
