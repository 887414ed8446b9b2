import { done, proceed, refuse } from '#libs/saga';
import { defineVmStep } from '#libs/vm-operations';
import { ELIGIBILITY_CHECKS, hibernationRefusals } from '../eligibility.js';

/** Asks again what the front asked when it took the request: the VM may have changed since. Leaves nothing behind. */
export const checkEligibility = defineVmStep({
  name: 'check-eligibility',
  rules: ELIGIBILITY_CHECKS.flatMap(({ rules }) => rules),
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const [first] = hibernationRefusals(facts);
    return first === undefined ? proceed({ checks: ELIGIBILITY_CHECKS.length }) : refuse(first);
  },
  apply: async (decision) => done(decision),
});
