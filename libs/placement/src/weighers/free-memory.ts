import { byStrategy, type HostWeigher } from '../host-weigher.js';

/** Free memory in MiB before the VM is placed: most first to spread, least first to pack. */
export const freeMemory: HostWeigher = {
  name: 'free-memory',
  rules: [],
  score: ({ capacity, used }, { strategy }) => byStrategy(capacity.memoryMib - used.memoryMib, strategy),
};
