import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listResources, type IndexedResource } from '../../persistence/resource-index.repository.js';
import { requireScope } from '../../persistence/resource-list.js';
import { ListResourcesQuery } from './list-resources.query.js';

@QueryHandler(ListResourcesQuery)
export class ListResourcesHandler implements IQueryHandler<ListResourcesQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListResourcesQuery): Promise<readonly IndexedResource[]> {
    await requireScope(this.database, scope);
    return listResources(this.database, scope);
  }
}
