import { byStrategy, type HostWeigher } from '../host-weigher.js';

/** Free virtual CPUs before the VM is placed: most first to spread, fewest first to pack. */
export const freeVcpus: HostWeigher = {
  name: 'free-vcpus',
  rules: [],
  score: ({ capacity, used }, { strategy }) => byStrategy(capacity.vcpus - used.vcpus, strategy),
};
