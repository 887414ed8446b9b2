import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { refusal } from '#libs/refusal';
import type { Scenario } from '#libs/what-if';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { MAX_RUN_SCENARIOS } from '../runs/run-limits.js';
import { requireValid } from '../runs/submitted-experiment.js';
import { ExpandExperimentQuery } from './expand-experiment.query.js';

@QueryHandler(ExpandExperimentQuery)
export class ExpandExperimentHandler implements IQueryHandler<ExpandExperimentQuery> {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  /** Throws `RefusalError` experiment-invalid, experiment-too-large. */
  async execute({ submitted }: ExpandExperimentQuery): Promise<readonly Scenario[]> {
    const { scenarios } = requireValid(submitted, this.catalogue, 'experiment');
    if (scenarios.length <= MAX_RUN_SCENARIOS) return scenarios;
    const detail = `the experiment has ${scenarios.length} scenarios; the limit is ${MAX_RUN_SCENARIOS}`;
    throw new RefusalError(refusal('experiment-too-large', detail, { target: 'experiment' }));
  }
}
