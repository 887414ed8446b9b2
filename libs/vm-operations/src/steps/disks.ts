import { afterTime, done, outputOf, proceed, skip } from '#libs/saga';
import { isChanging } from '#libs/vm-lifecycle';
import { DURATION_MS } from '../durations.js';
import { osDiskOf } from '../facts.js';
import { createHypervVm } from './create-hyperv-vm.js';
import { defineVmStep } from '../vm-step.js';

/** Gives the new Hyper-V VM the customer VM's disks: contents and image move with them (CONSIDER-5). */
export const attachDisks = defineVmStep({
  name: 'attach-disks',
  rules: ['CONSIDER-5', 'MOVE-14', 'TORPOR-5'],
  zone: 'compensatable',
  decide: ({ disks }, outputs) =>
    outputOf(outputs, createHypervVm) === undefined
      ? skip('the Hyper-V VM has its disks')
      : proceed({ diskIds: disks.map(({ id }) => id) }),
  apply: async ({ diskIds }, ports) => {
    await ports.disks.attach(diskIds);
    return done({ attached: diskIds.length });
  },
  undo: (_decision, ports) => ports.disks.detach(),
});

/** Flushes what the host still caches, takes the disks off the Hyper-V VM and gives their leases back. */
export const persistDisks = defineVmStep({
  name: 'persist-disks',
  rules: ['CONSIDER-5', 'AZURE-32', 'TORPOR-5'],
  zone: 'retriable',
  decide: ({ disks }) => proceed({ diskIds: disks.map(({ id }) => id) }),
  apply: ({ diskIds }, ports, time) =>
    afterTime(time, DURATION_MS.flushAndDetachDisks, async () => {
      await ports.disks.detach();
      return done({ detached: diskIds.length });
    }),
});

/**
 * A plain deallocation of a hibernated VM drops its saved state: the documented way out when it cannot resume.
 * An image that a guest wrote on its own stays on its disk: the platform knows nothing of it (R91).
 */
export const discardImage = defineVmStep({
  name: 'discard-image',
  rules: ['AZURE-28', 'R91'],
  zone: 'retriable',
  decide: (facts) => {
    const { state } = facts.vm;
    const wasHibernated = isChanging(state) && state.previous.kind === 'hibernated';
    return wasHibernated ? proceed({ diskId: osDiskOf(facts).id }) : skip('there is no saved state to drop');
  },
  apply: async ({ diskId }, ports) => {
    await ports.disks.discardImage(diskId);
    await ports.vm.saveConfiguration(undefined);
    return done({ discarded: diskId });
  },
});
