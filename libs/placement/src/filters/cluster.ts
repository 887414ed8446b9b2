import { defineFilter } from '../host-filter.js';

/** The caller wants a host of one cluster. */
export const cluster = defineFilter({
  name: 'cluster',
  rules: ['TORPOR-24'],
  admits: (host, request) => request.cluster === undefined || host.cluster === request.cluster,
  reason: (host, request) => `the host is in cluster ${host.cluster}, not in ${request.cluster}`,
});
