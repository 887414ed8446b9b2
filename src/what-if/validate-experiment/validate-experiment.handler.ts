import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import type { ReadExperiment } from '../experiment/experiment.js';
import { readSubmitted } from '../runs/submitted-experiment.js';
import { ValidateExperimentQuery } from './validate-experiment.query.js';

@QueryHandler(ValidateExperimentQuery)
export class ValidateExperimentHandler implements IQueryHandler<ValidateExperimentQuery> {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  async execute({ submitted }: ValidateExperimentQuery): Promise<ReadExperiment> {
    return readSubmitted(submitted, this.catalogue);
  }
}
