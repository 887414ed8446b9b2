import { Query } from '@nestjs/cqrs';
import type { Scenario } from '#libs/what-if';
import type { SubmittedExperiment } from '../runs/submitted-experiment.js';

/** The scenarios of an experiment, each with all that it holds. */
export class ExpandExperimentQuery extends Query<readonly Scenario[]> {
  constructor(readonly submitted: SubmittedExperiment) {
    super();
  }
}
