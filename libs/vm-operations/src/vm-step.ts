import { defineStep, type Step, type Zone } from '#libs/saga';
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
