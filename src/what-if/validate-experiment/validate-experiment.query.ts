import { Query } from '@nestjs/cqrs';
import type { ReadExperiment } from '../experiment/experiment.js';
import type { SubmittedExperiment } from '../runs/submitted-experiment.js';

/** Everything that is wrong with an experiment, or what it makes. */
export class ValidateExperimentQuery extends Query<ReadExperiment> {
  constructor(readonly submitted: SubmittedExperiment) {
    super();
  }
}
