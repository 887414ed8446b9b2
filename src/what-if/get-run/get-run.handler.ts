import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type LoadedRun, loadRun } from '../runs/load-run.js';
import { GetRunQuery } from './get-run.query.js';

@QueryHandler(GetRunQuery)
export class GetRunHandler implements IQueryHandler<GetRunQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` what-if-run-not-found. */
  execute({ run }: GetRunQuery): Promise<LoadedRun> {
    return loadRun(this.database, run);
  }
}
