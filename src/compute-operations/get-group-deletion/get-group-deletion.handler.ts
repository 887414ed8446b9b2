import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findGroupDeletion, type GroupDeletionRow } from '../../persistence/group-deletion.repository.js';
import { GetGroupDeletionQuery } from './get-group-deletion.query.js';

@QueryHandler(GetGroupDeletionQuery)
export class GetGroupDeletionHandler implements IQueryHandler<GetGroupDeletionQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws operation-not-found, also for a deletion in another subscription. */
  async execute({ subscriptionId, operationId }: GetGroupDeletionQuery): Promise<GroupDeletionRow> {
    const deletion = await findGroupDeletion(this.database, operationId);
    if (deletion?.subscriptionId === subscriptionId) return deletion;
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
  }
}
