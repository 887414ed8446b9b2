import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireGroup, type GroupRow } from '../../persistence/group.repository.js';
import { GetGroupQuery } from './get-group.query.js';

@QueryHandler(GetGroupQuery)
export class GetGroupHandler implements IQueryHandler<GetGroupQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  execute({ name }: GetGroupQuery): Promise<GroupRow> {
    return requireGroup(this.database, name);
  }
}
