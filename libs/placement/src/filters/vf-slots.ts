import { defineFilter } from '../host-filter.js';

/** Each accelerated NIC gets a VF of its own. */
export const vfSlots = defineFilter({
  name: 'vf-slots',
  rules: ['TORPOR-1', 'MOVE-10'],
  admits: ({ capacity, used }, { demand }) => demand.vfSlots <= capacity.vfSlots - used.vfSlots,
  reason: ({ capacity, used }, { demand }) =>
    `the VM needs ${demand.vfSlots} VF slots and ${capacity.vfSlots - used.vfSlots} of ${capacity.vfSlots} are free`,
});
