import { done, proceed, type StepOutputs, type Zone } from '#libs/saga';
import { hostOf, isChanging, type StableVmState } from '#libs/vm-lifecycle';
import { osDiskOf, type VmFacts } from '../facts.js';
import { defineVmStep } from '../vm-step.js';
import { placedBy } from './move.js';

/** The last step: the VM is what the operation was for, and is free for the next one. */
function markAs(name: string, zone: Zone, stateOf: (facts: VmFacts, outputs: StepOutputs) => StableVmState) {
  return defineVmStep({
    name,
    rules: ['MOVE-1', 'TORPOR-2'],
    zone,
    decide: (facts, outputs) => proceed({ operationId: facts.operationId, state: stateOf(facts, outputs) }),
    apply: async ({ operationId, state }, ports) => {
      await ports.vm.move({ kind: 'change-completed', operationId, state });
      return done(state);
    },
  });
}

/** The host of a VM that an operation has placed or left where it was. */
export function currentHost(facts: VmFacts, outputs: StepOutputs): string {
  const hostId = placedBy(outputs)?.hostId ?? hostOf(facts.vm.state);
  if (hostId === undefined) throw new Error(`VM ${facts.vm.id} is on no host`);
  return hostId;
}

export const markRunning = markAs('mark-running', 'retriable', (facts, outputs) => ({
  kind: 'running',
  hostId: currentHost(facts, outputs),
}));

export const markStopped = markAs('mark-stopped', 'retriable', (facts, outputs) => ({
  kind: 'stopped',
  hostId: currentHost(facts, outputs),
}));

export const markDeallocated = markAs('mark-deallocated', 'retriable', () => ({ kind: 'deallocated' }));

export const markHibernated = markAs('mark-hibernated', 'retriable', (facts) => ({
  kind: 'hibernated',
  imageDiskId: osDiskOf(facts).id,
}));

/** Where a VM was that has a new place: it runs on if it ran, and stays off if it was off. */
export const markMoved = markAs('mark-moved', 'retriable', (facts, outputs) => ({
  kind: wasRunning(facts) ? 'running' : 'stopped',
  hostId: currentHost(facts, outputs),
}));

/** The VM is what it was: there was nothing to change, or nothing of its state. */
export const markUnchanged = markAs('mark-unchanged', 'retriable', ({ vm }) => {
  if (!isChanging(vm.state)) throw new Error('mark-unchanged needs a claimed VM');
  return vm.state.previous;
});

/** Whether the VM ran when its operation took hold of it. */
export function wasRunning({ vm: { state } }: Pick<VmFacts, 'vm'>): boolean {
  return isChanging(state) ? state.previous.kind === 'running' : state.kind === 'running';
}

/** The customer VM ceases to exist; its disks and NICs are set free. */
export const markDeleted = defineVmStep({
  name: 'mark-deleted',
  rules: ['TORPOR-2'],
  zone: 'retriable',
  decide: ({ operationId, vm: { state } }) => {
    if (!isChanging(state)) throw new Error('mark-deleted needs a claimed VM');
    return proceed({ operationId });
  },
  apply: async ({ operationId }, ports) => {
    await ports.vm.move({ kind: 'deletion-completed', operationId });
    return done({});
  },
});
