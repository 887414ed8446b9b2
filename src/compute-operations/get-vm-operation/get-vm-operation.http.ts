import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inLocation } from '../../arm/arm-path.js';
import { answerOperationPoll } from '../../arm/async-operation.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { OPERATION_ID } from '../operation-id.js';
import { vmOperationProgress } from '../operation-progress.js';
import { GetVmOperationQuery } from './get-vm-operation.query.js';

@Controller()
export class GetVmOperationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows how far an operation on a VM is, its result or its error' })
  @Get(inLocation('Microsoft.Compute', 'operations/:operationId'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId', OPERATION_ID) operationId: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<object | undefined> {
    const operation = await this.queries.execute(new GetVmOperationQuery(subscriptionId, operationId));
    const place = {
      operationId,
      subscriptionId,
      location: operation.location,
      provider: 'Microsoft.Compute',
      statusSegment: 'operations',
    } as const;
    return answerOperationPoll(reply, place, vmOperationProgress(operation));
  }
}
