import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findOperation, loseOnePoll, type OperationRecord } from '../../persistence/operation.repository.js';
import { GetVmOperationQuery } from './get-vm-operation.query.js';

@QueryHandler(GetVmOperationQuery)
export class GetVmOperationHandler implements IQueryHandler<GetVmOperationQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /**
   * Throws operation-not-found, also for an operation of another subscription, and what an armed fault answers
   * instead of its status.
   */
  async execute({ subscriptionId, operationId }: GetVmOperationQuery): Promise<OperationRecord> {
    const operation = await findOperation(this.database, operationId);
    if (operation?.subscriptionId !== subscriptionId) {
      throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
    }
    await this.loseStatus(operation);
    return operation;
  }

  private async loseStatus({ id, effects }: OperationRecord): Promise<void> {
    const lost = effects?.find((effect) => effect.kind === 'status-lost');
    if (lost !== undefined && (await loseOnePoll(this.database, id, lost.polls))) {
      throw new RefusalError(lost.refusal);
    }
  }
}
