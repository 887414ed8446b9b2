import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { actionDocument, type ResourceOperation } from '../action-document.js';
import { findActions } from '../find-actions.js';
import { GetActionStatusQuery } from './get-action-status.query.js';

@QueryHandler(GetActionStatusQuery)
export class GetActionStatusHandler implements IQueryHandler<GetActionStatusQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({
    caller,
    subscriptionId,
    ids,
  }: GetActionStatusQuery): Promise<readonly ResourceOperation[]> {
    const found = await findActions(this.database, caller, subscriptionId, ids);
    return found.map((one) =>
      one.action === undefined
        ? one.missing
        : { resourceId: one.action.resourceId, operation: actionDocument(one.action) },
    );
  }
}
