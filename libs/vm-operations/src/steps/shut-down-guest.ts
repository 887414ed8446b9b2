import { afterTime, done, proceed, skip } from '#libs/saga';
import { DURATION_MS } from '../durations.js';
import { defineVmStep } from '../vm-step.js';

/**
 * Asks the guest to shut down and turns the machine off. The pivot of every operation that ends a running
 * system: a guest that was shut down cannot be un-shut-down, so there is no undo.
 */
export const shutDownGuest = defineVmStep({
  name: 'shut-down-guest',
  rules: ['R87', 'R90'],
  zone: 'pivot',
  decide: ({ partition }) =>
    partition?.guest === undefined
      ? skip('no guest is running')
      : proceed({ bootId: partition.guest.bootId }),
  apply: ({ bootId }, ports, time) =>
    afterTime(time, DURATION_MS.shutDownGuest, async () => {
      await ports.hyperv.change({ kind: 'powered-off' });
      return done({ bootId });
    }),
});
