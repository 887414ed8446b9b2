import { defineFilter } from '../host-filter.js';

/** The VM gets all its memory: an image needs as many pages as it was made with (R76). */
export const memory = defineFilter({
  name: 'memory',
  rules: ['TORPOR-1', 'MOVE-2'],
  admits: ({ capacity, used }, { demand }) => demand.memoryMib <= capacity.memoryMib - used.memoryMib,
  reason: ({ capacity, used }, { demand }) =>
    `the VM needs ${demand.memoryMib} MiB and ${capacity.memoryMib - used.memoryMib} of ` +
    `${capacity.memoryMib} are free`,
});
