import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findOperation, type OperationRecord } from '../../persistence/operation.repository.js';
import { GetVmOperationQuery } from './get-vm-operation.query.js';

@QueryHandler(GetVmOperationQuery)
export class GetVmOperationHandler implements IQueryHandler<GetVmOperationQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws operation-not-found, also for an operation of another subscription. */
  async execute({ subscriptionId, operationId }: GetVmOperationQuery): Promise<OperationRecord> {
    const operation = await findOperation(this.database, operationId);
    if (operation?.subscriptionId === subscriptionId) return operation;
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
  }
}
