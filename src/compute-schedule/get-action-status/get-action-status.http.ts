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
import type { ResourceOperation } from '../action-document.js';
import { operationIdsBody, type OperationIdsBody } from '../schedule.dto.js';
import { GetActionStatusQuery } from './get-action-status.query.js';

@Controller()
export class GetActionStatusController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows how far scheduled operations are' })
  @ArmPost(inLocation('Microsoft.ComputeSchedule', 'virtualMachinesGetOperationStatus'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @RequestCaller() caller: Caller,
    @ArmBody(operationIdsBody) { operationIds }: OperationIdsBody,
  ): Promise<{ readonly results: readonly ResourceOperation[] }> {
    const query = new GetActionStatusQuery(caller, subscriptionId, operationIds);
    return { results: await this.queries.execute(query) };
  }
}
