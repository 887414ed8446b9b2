import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireNetwork, type NetworkRow } from '../../persistence/network.repository.js';
import { GetNetworkQuery } from './get-network.query.js';

@QueryHandler(GetNetworkQuery)
export class GetNetworkHandler implements IQueryHandler<GetNetworkQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws network-not-found. */
  execute({ name }: GetNetworkQuery): Promise<NetworkRow> {
    return requireNetwork(this.database, name);
  }
}
