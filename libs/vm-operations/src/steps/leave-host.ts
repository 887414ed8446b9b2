import { done, proceed, skip } from '#libs/saga';
import { defineVmStep } from '../vm-step.js';

/** The Hyper-V VM ceases to exist; what is left is configuration and disks (MOVE-1). */
export const deleteHypervVm = defineVmStep({
  name: 'delete-hyperv-vm',
  rules: ['MOVE-1'],
  zone: 'retriable',
  decide: ({ partition }) =>
    partition === undefined ? skip('there is no Hyper-V VM') : proceed({ hostId: partition.hostId }),
  apply: async ({ hostId }, ports) => {
    await ports.hyperv.destroy();
    return done({ hostId });
  },
});

/** The host may sell the VM's room again (MOVE-1). */
export const releaseHost = defineVmStep({
  name: 'release-host',
  rules: ['MOVE-1', 'TORPOR-1'],
  zone: 'retriable',
  decide: () => proceed({}),
  apply: async (_decision, ports) => {
    await ports.capacity.release();
    return done({});
  },
});
