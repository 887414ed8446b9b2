import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inLocation } from '../../arm/arm-path.js';
import { answerOperationPoll, type OperationPlace } from '../../arm/async-operation.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { ResourceOperationRow } from '../../persistence/resource-operation.repository.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { OPERATION_ID } from '../operation-id.js';
import { GetResourceOperationQuery } from './get-resource-operation.query.js';

/** Operations on disks and networks, which are over by the time anybody asks. */
@Controller()
export class GetResourceOperationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows an operation on a disk or snapshot, which is over by the time anybody asks' })
  @Get(inLocation('Microsoft.Compute', 'DiskOperations/:operationId'))
  async disk(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId', OPERATION_ID) operationId: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<object | undefined> {
    const query = new GetResourceOperationQuery(subscriptionId, 'Microsoft.Compute', operationId);
    return answer(reply, 'DiskOperations', await this.queries.execute(query));
  }

  @Covers({ does: 'Shows an operation on a network resource, which is over by the time anybody asks' })
  @Get(inLocation('Microsoft.Network', 'operations/:operationId'))
  async network(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId', OPERATION_ID) operationId: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<object | undefined> {
    const query = new GetResourceOperationQuery(subscriptionId, 'Microsoft.Network', operationId);
    return answer(reply, 'operations', await this.queries.execute(query));
  }
}

function answer(
  reply: FastifyReply,
  statusSegment: OperationPlace['statusSegment'],
  { id, subscriptionId, location, provider, output, createdAt }: ResourceOperationRow,
): object | undefined {
  return answerOperationPoll(
    reply,
    { operationId: id, subscriptionId, location, provider, statusSegment },
    {
      kind: 'succeeded',
      operationId: id,
      startTime: createdAt,
      endTime: createdAt,
      ...(output === null ? {} : { output }),
    },
  );
}
