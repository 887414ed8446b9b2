import { done, proceed } from '#libs/saga';
import { defineVmStep } from '../vm-step.js';

/** The new size is stored with the VM before the operation begins; one that fails takes it back. */
export const intendResize = defineVmStep({
  name: 'intend-resize',
  rules: ['TORPOR-3'],
  zone: 'compensatable',
  decide: ({ resizeTo, vm }) => {
    if (resizeTo === undefined) throw new Error(`VM ${vm.id} is to get no other size`);
    return proceed({ size: resizeTo.name });
  },
  apply: async (decision) => done(decision),
  undo: (_decision, ports) => ports.vm.abandonResize(),
});

/** From here on the VM has the new size. */
export const adoptSize = defineVmStep({
  name: 'adopt-size',
  rules: ['MOVE-1', 'AZURE-46'],
  zone: 'retriable',
  decide: () => proceed({}),
  apply: async (decision, ports) => {
    await ports.vm.adoptSize();
    return done(decision);
  },
});
