import { defineFilter } from '../host-filter.js';

/** The VM gets virtual CPUs that no other VM has. */
export const vcpus = defineFilter({
  name: 'vcpus',
  rules: ['TORPOR-1', 'MOVE-2'],
  admits: ({ capacity, used }, { demand }) => demand.vcpus <= capacity.vcpus - used.vcpus,
  reason: ({ capacity, used }, { demand }) =>
    `the VM needs ${demand.vcpus} vCPUs and ${capacity.vcpus - used.vcpus} of ${capacity.vcpus} are free`,
});
