import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import type { RunComparison } from '../compare/run-comparison.js';
import { CompareWithRunQuery } from './compare-with-run.query.js';

const compareBody = z.strictObject({ other: armName('whatIfRun') });

@Controller()
export class CompareWithRunController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** From the run of the path to the one that the body names. */
  @ArmPost(emulatorPath('whatIfRuns/:runName/compare'))
  compare(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName') name: string,
    @ArmBody(compareBody) { other }: z.output<typeof compareBody>,
  ): Promise<RunComparison> {
    const after = { subscriptionId, name: other };
    return this.queries.execute(new CompareWithRunQuery({ subscriptionId, name }, after));
  }
}
