import { defineFilter } from '../host-filter.js';

/** The caller wants one host and no other. */
export const namedHost = defineFilter({
  name: 'named-host',
  rules: ['TORPOR-24'],
  admits: (host, { hostName }) => hostName === undefined || host.name === hostName,
  reason: (_host, { hostName }) => `only host ${hostName} was asked for`,
});
