import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listGroups, type GroupRow } from '../../persistence/group.repository.js';
import { ListGroupsQuery } from './list-groups.query.js';

@QueryHandler(ListGroupsQuery)
export class ListGroupsHandler implements IQueryHandler<ListGroupsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute({ subscriptionId, filter }: ListGroupsQuery): Promise<readonly GroupRow[]> {
    return listGroups(this.database, subscriptionId, filter);
  }
}
