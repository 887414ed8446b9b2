import type { RunningGuest } from './guest-state.js';

const BYTES_PER_MIB = 2 ** 20;

/** Pages kept free while the image is made, MiB: `PAGES_FOR_IO` (4) and the drivers' reserve (1). Source: R81. */
export const RESERVED_WHILE_IMAGING_MIB = 5;

/** All memory of the guest, hot-added included, MiB. */
export function totalMemoryMib(guest: RunningGuest): number {
  return guest.memoryMib + guest.hotAddedMib;
}

/** The largest image that fits beside the memory it is copied from, MiB. Source: R81. */
export function largestImageMib(guest: RunningGuest): number {
  return Math.floor((totalMemoryMib(guest) - RESERVED_WHILE_IMAGING_MIB) / 2);
}

/** Bytes of the image: the working set, uncompressed (R81, ASSUME-8). */
export function imageBytesOf(guest: RunningGuest): number {
  return guest.profile.workingSetMib * BYTES_PER_MIB;
}

export function mibToBytes(mib: number): number {
  return mib * BYTES_PER_MIB;
}

/** Time to move this many bytes, ms, rounded up. Throws `RangeError` for a throughput that is not positive. */
export function transferMs(bytes: number, bytesPerSecond: number): number {
  if (!(bytesPerSecond > 0)) throw new RangeError(`imageBytesPerSecond: ${bytesPerSecond} is not positive`);
  return Math.ceil((bytes * 1000) / bytesPerSecond);
}
