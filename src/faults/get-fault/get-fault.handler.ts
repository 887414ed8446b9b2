import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { loadFault, type FaultWithHits } from '../load-fault.js';
import { GetFaultQuery } from './get-fault.query.js';

@QueryHandler(GetFaultQuery)
export class GetFaultHandler implements IQueryHandler<GetFaultQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` fault-not-found. */
  execute({ fault }: GetFaultQuery): Promise<FaultWithHits> {
    return loadFault(this.database, fault);
  }
}
