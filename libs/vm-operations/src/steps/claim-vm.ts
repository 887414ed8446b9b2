import { done, proceed, refuse } from '#libs/saga';
import { mayBegin, type VmChange } from '#libs/vm-lifecycle';
import type { VmFacts } from '../facts.js';
import { defineVmStep } from '../vm-step.js';

/** Takes hold of the VM for one change, so that no other operation can (TORPOR-2). */
export function claimVm(changeFor: VmChange | ((facts: VmFacts) => VmChange)) {
  return defineVmStep({
    name: 'claim-vm',
    rules: ['TORPOR-2', 'MOVE-1'],
    zone: 'compensatable',
    decide: (facts) => {
      const change = typeof changeFor === 'function' ? changeFor(facts) : changeFor;
      const allowed = mayBegin(facts.vm.state, change);
      const { operationId } = facts;
      return allowed.kind === 'moved' ? proceed({ change, operationId }) : refuse(allowed.refusal);
    },
    apply: async ({ change, operationId }, ports) => {
      await ports.vm.move({ kind: 'change-began', change, operationId });
      return done(change);
    },
    undo: ({ operationId }, ports) => ports.vm.move({ kind: 'change-abandoned', operationId }),
  });
}
