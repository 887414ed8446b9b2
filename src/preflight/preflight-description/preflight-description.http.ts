import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { PreflightReport } from '#libs/preflight';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { preflightDescriptionBody, type PreflightDescriptionBody } from './preflight-description.dto.js';
import { PreflightDescriptionQuery } from './preflight-description.query.js';

@Controller()
export class PreflightDescriptionController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(emulatorPath('preflight'))
  preflight(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) _subscriptionId: string,
    @ArmBody(preflightDescriptionBody) { virtualMachine, ...target }: PreflightDescriptionBody,
  ): Promise<PreflightReport> {
    return this.queries.execute(new PreflightDescriptionQuery(virtualMachine, target));
  }
}
