import { done, proceed } from '#libs/saga';
import { defineVmStep } from '../vm-step.js';

/** Disks, NICs and public addresses whose delete option says so go with the VM; the others stay (AZURE-44). */
export const deleteParts = defineVmStep({
  name: 'delete-parts',
  rules: ['AZURE-44', 'TORPOR-5'],
  zone: 'retriable',
  decide: () => proceed({}),
  apply: async (_decision, ports) => done(await ports.parts.deleteMarked()),
});
