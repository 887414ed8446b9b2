import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { inLocation } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { operationIdsBody, type OperationIdsBody } from '../schedule.dto.js';
import { GetActionErrorsQuery, type ActionErrors } from './get-action-errors.query.js';

@Controller()
export class GetActionErrorsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows why scheduled operations failed, attempt by attempt' })
  @ArmPost(inLocation('Microsoft.ComputeSchedule', 'virtualMachinesGetOperationErrors'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @RequestCaller() caller: Caller,
    @ArmBody(operationIdsBody) { operationIds }: OperationIdsBody,
  ): Promise<{ readonly results: readonly ActionErrors[] }> {
    const query = new GetActionErrorsQuery(caller, subscriptionId, operationIds);
    return { results: await this.queries.execute(query) };
  }
}
