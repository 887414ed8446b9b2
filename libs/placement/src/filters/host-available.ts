import { defineFilter } from '../host-filter.js';

/** A host that is draining or down takes nothing new. */
export const hostAvailable = defineFilter({
  name: 'host-available',
  rules: ['TORPOR-14'],
  admits: (host) => host.state === 'available',
  reason: (host) => `the host is ${host.state}`,
});
