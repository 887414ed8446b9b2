import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { refusal } from '#libs/refusal';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { acceptGroupDeletion } from '../../arm/async-operation.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { OPERATION_ID } from '../operation-id.js';
import { GetGroupDeletionQuery } from './get-group-deletion.query.js';

@Controller()
export class GetGroupDeletionController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** 202 until the group is gone, then 200, never with a body (ARM-12). Throws what stopped the deletion. */
  @Covers({ does: 'Says whether a group is gone, or what stopped its deletion' })
  @Get(`${SUBSCRIPTION_PATH}/operationresults/:operationId`)
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId', OPERATION_ID) operationId: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const { status, refusal: why } = await this.queries.execute(
      new GetGroupDeletionQuery(subscriptionId, operationId),
    );
    switch (status) {
      case 'running':
        acceptGroupDeletion(reply, { operationId, subscriptionId });
        return;
      case 'succeeded':
        reply.code(200);
        return;
      case 'failed':
        throw new RefusalError(why ?? refusal('internal-error', `operation ${operationId}`));
    }
  }
}
