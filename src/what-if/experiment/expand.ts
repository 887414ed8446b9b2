import type { Scenario } from '#libs/what-if';
import type { Experiment } from './experiment.js';

/** Every combination of the axes' options, in stable order: the first axis varies slowest. Names: `azure, staggered`. */
export function expand(experiment: Experiment): readonly Scenario[] {
  return experiment.scenarios;
}
