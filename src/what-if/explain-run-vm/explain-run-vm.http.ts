import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import type { VmStory } from '../run/vm-story.js';
import { ExplainRunVmQuery } from './explain-run-vm.query.js';

const MAX_NAME = 1_000;

const explainRunVmBody = z.strictObject({
  vm: z.string().min(1).max(MAX_NAME),
  scenario: z.string().min(1).max(MAX_NAME).optional(),
});

@Controller()
export class ExplainRunVmController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(emulatorPath('whatIfRuns/:runName/explain'))
  explain(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName') name: string,
    @ArmBody(explainRunVmBody) { vm, scenario }: z.output<typeof explainRunVmBody>,
  ): Promise<VmStory> {
    return this.queries.execute(new ExplainRunVmQuery({ subscriptionId, name }, vm, scenario));
  }
}
