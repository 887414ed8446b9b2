import { done, proceed } from '#libs/saga';
import { defineVmStep } from '../vm-step.js';

/**
 * The system that the last verdict was about has been shut down: whatever boots next is not that resume
 * (TORPOR-19). Comes after the pivot, so there is nothing to put back.
 */
export const forgetVerdict = defineVmStep({
  name: 'forget-verdict',
  rules: ['TORPOR-19'],
  zone: 'retriable',
  decide: () => proceed({}),
  apply: async (decision, ports) => {
    await ports.vm.recordVerdict(undefined);
    return done(decision);
  },
});
