import type { HostWeigher } from '../host-weigher.js';

/** A host to avoid, such as the one that the VM has just left, comes last: another one is likely (ASSUME-6). */
export const avoidsPreviousHost: HostWeigher = {
  name: 'avoids-previous-host',
  rules: ['ASSUME-6', 'MOVE-2'],
  score: (host, { avoidHostIds }) => (avoidHostIds.includes(host.id) ? 0 : 1),
};
