import { refusal } from '#libs/refusal';
import type { Scenario } from '#libs/what-if';
import { RefusalError } from '../../errors/refusal-error.js';

/**
 * What a server takes on (TORPOR-28), because its workers have other things to do: a run of the largest experiment
 * takes minutes. `torpor whatif run` has no such limits.
 */
export const MAX_RUN_SCENARIOS = 256;
export const MAX_SCENARIO_VMS = 1_000_000;
/** Of all scenarios together. */
export const MAX_RUN_VMS = 10_000_000;
/** Runs under way in the whole installation. */
export const MAX_UNFINISHED_RUNS = 16;

/** Throws `RefusalError` experiment-too-large. */
export function requireWithinLimits(scenarios: readonly Scenario[]): void {
  if (scenarios.length > MAX_RUN_SCENARIOS) {
    throw tooLarge(`${scenarios.length} scenarios; the limit is ${MAX_RUN_SCENARIOS}`);
  }
  const vms = scenarios.map(vmsOf);
  const largest = Math.max(...vms);
  if (largest > MAX_SCENARIO_VMS) {
    throw tooLarge(`a scenario of ${largest} VMs; the limit is ${MAX_SCENARIO_VMS}`);
  }
  const all = vms.reduce((sum, count) => sum + count, 0);
  if (all > MAX_RUN_VMS) throw tooLarge(`${all} VMs in all scenarios; the limit is ${MAX_RUN_VMS}`);
}

/** Files of VMs are not taken over REST, so that every fleet is generated. */
function vmsOf({ fleet }: Scenario): number {
  return fleet.kind === 'generated' ? fleet.vms : Infinity;
}

function tooLarge(detail: string): RefusalError {
  const target = 'properties.experiment';
  return new RefusalError(refusal('experiment-too-large', `the experiment has ${detail}`, { target }));
}
