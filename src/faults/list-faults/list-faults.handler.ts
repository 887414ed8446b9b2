import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listFaults, type StoredFault } from '../../persistence/armed-fault.repository.js';
import { ListFaultsQuery } from './list-faults.query.js';

@QueryHandler(ListFaultsQuery)
export class ListFaultsHandler implements IQueryHandler<ListFaultsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute({ subscriptionId, limit, after }: ListFaultsQuery): Promise<readonly StoredFault[]> {
    return listFaults(this.database, {
      subscriptionId,
      limit,
      ...(after === undefined ? {} : { after }),
    });
  }
}
