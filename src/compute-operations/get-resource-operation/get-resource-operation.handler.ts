import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  findResourceOperation,
  type ResourceOperationRow,
} from '../../persistence/resource-operation.repository.js';
import { GetResourceOperationQuery } from './get-resource-operation.query.js';

@QueryHandler(GetResourceOperationQuery)
export class GetResourceOperationHandler implements IQueryHandler<GetResourceOperationQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws operation-not-found, also for an operation of another subscription or provider. */
  async execute({
    subscriptionId,
    provider,
    operationId,
  }: GetResourceOperationQuery): Promise<ResourceOperationRow> {
    const operation = await findResourceOperation(this.database, operationId);
    if (operation?.subscriptionId === subscriptionId && operation.provider === provider) return operation;
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
  }
}
