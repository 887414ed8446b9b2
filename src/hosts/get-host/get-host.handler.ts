import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { OccupiedHost } from '../host-document.js';
import { loadOccupiedHost } from '../load-host.js';
import { GetHostQuery } from './get-host.query.js';

@QueryHandler(GetHostQuery)
export class GetHostHandler implements IQueryHandler<GetHostQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-not-found. */
  execute({ name }: GetHostQuery): Promise<OccupiedHost> {
    return loadOccupiedHost(this.database, name);
  }
}
