import { defineStep, skip, type Step, type Zone } from '#libs/saga';
import type { VmFacts } from './facts.js';
import type { VmPorts } from './ports.js';

export type VmStep<Decision, Output> = Step<VmFacts, VmPorts, Decision, Output>;

/** A step of a VM operation. */
export function defineVmStep<Decision, Output>(step: VmStep<Decision, Output>): VmStep<Decision, Output> {
  return defineStep(step);
}

/** The same step in another pipeline's zone. Past the pivot nothing is undone, so the undo goes. */
export function inZone<Decision, Output>(
  step: VmStep<Decision, Output>,
  zone: Zone,
): VmStep<Decision, Output> {
  const { undo, ...rest } = step;
  return zone === 'retriable' || undo === undefined ? { ...rest, zone } : { ...rest, undo, zone };
}

/** The same step for VMs of which `applies` is true; for others it is skipped. */
export function onlyIf<Decision, Output>(
  applies: (facts: VmFacts) => boolean,
  step: VmStep<Decision, Output>,
): VmStep<Decision, Output> {
  return {
    ...step,
    decide: (facts, outputs) =>
      applies(facts) ? step.decide(facts, outputs) : skip('the VM was not running'),
  };
}
