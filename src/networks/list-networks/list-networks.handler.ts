import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireScope } from '../../persistence/resource-list.js';
import { listNetworks, type NetworkRow } from '../../persistence/network.repository.js';
import { ListNetworksQuery } from './list-networks.query.js';

@QueryHandler(ListNetworksQuery)
export class ListNetworksHandler implements IQueryHandler<ListNetworksQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListNetworksQuery): Promise<readonly NetworkRow[]> {
    await requireScope(this.database, scope);
    return listNetworks(this.database, scope);
  }
}
