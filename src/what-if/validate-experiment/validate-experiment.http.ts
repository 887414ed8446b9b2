import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import type { Experiment, ExperimentIssue } from '../experiment/experiment.js';
import { experimentMembers } from '../runs/submitted-experiment.js';
import { ValidateExperimentQuery } from './validate-experiment.query.js';

const validateBody = z.strictObject(experimentMembers);

/** What `torpor whatif validate` prints, or every issue with its path. */
export type ExperimentVerdict =
  | {
      readonly valid: true;
      readonly name: string;
      readonly axes: Experiment['axes'];
      readonly scenarioCount: number;
    }
  | { readonly valid: false; readonly issues: readonly ExperimentIssue[] };

@Controller()
export class ValidateExperimentController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(emulatorPath('validateWhatIf'))
  async validate(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) _subscriptionId: string,
    @ArmBody(validateBody) submitted: z.output<typeof validateBody>,
  ): Promise<ExperimentVerdict> {
    const reading = await this.queries.execute(new ValidateExperimentQuery(submitted));
    if (reading.kind === 'invalid') return { valid: false, issues: reading.issues };
    const { name, axes, scenarios } = reading.experiment;
    return { valid: true, name, axes, scenarioCount: scenarios.length };
  }
}
