/**
 * What a run holds of each host: eight 32-bit words side by side, as of VMs (vm-table.ts). Amounts are what is free,
 * in units of the placement index.
 */
export const HOST_WORDS = 8;

/** Places of the words. */
export const HOST = {
  first: 0,
  second: 1,
  vfSlots: 2,
  /** Cell of the index that it is filed in; `NO_CELL` for a host that takes nothing. */
  cell: 3,
  /** Starts that run on it. */
  starting: 4,
  /** First and last VM that wait there for a start to end. */
  head: 5,
  tail: 6,
  /** VMs on it. */
  vms: 7,
} as const;

export const NO_CELL = -1;
