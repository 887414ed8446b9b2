import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listNics, type NicRow } from '../../persistence/network-interface.repository.js';
import { requireScope } from '../../persistence/resource-list.js';
import { ListNicsQuery } from './list-nics.query.js';

@QueryHandler(ListNicsQuery)
export class ListNicsHandler implements IQueryHandler<ListNicsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListNicsQuery): Promise<readonly NicRow[]> {
    await requireScope(this.database, scope);
    return listNics(this.database, scope);
  }
}
