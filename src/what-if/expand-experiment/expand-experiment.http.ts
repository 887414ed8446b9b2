import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Scenario } from '#libs/what-if';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { scenarioSha256 } from '../experiment/scenario-hash.js';
import { experimentMembers } from '../runs/submitted-experiment.js';
import { ExpandExperimentQuery } from './expand-experiment.query.js';

const expandBody = z.strictObject(experimentMembers);

/** The scenarios, each with the hash that names its result. */
export interface ExpandedExperiment {
  readonly scenarios: readonly ({ readonly sha256: string } & Scenario)[];
}

@Controller()
export class ExpandExperimentController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(emulatorPath('expandWhatIf'))
  async expand(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) _subscriptionId: string,
    @ArmBody(expandBody) submitted: z.output<typeof expandBody>,
  ): Promise<ExpandedExperiment> {
    const scenarios = await this.queries.execute(new ExpandExperimentQuery(submitted));
    return { scenarios: scenarios.map((scenario) => ({ sha256: scenarioSha256(scenario), ...scenario })) };
  }
}
