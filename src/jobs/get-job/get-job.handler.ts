import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { JobProgress } from '../job-document.js';
import { loadJobProgress } from '../load-job.js';
import { GetJobQuery } from './get-job.query.js';

@QueryHandler(GetJobQuery)
export class GetJobHandler implements IQueryHandler<GetJobQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` job-not-found. */
  execute({ job }: GetJobQuery): Promise<JobProgress> {
    return loadJobProgress(this.database, job);
  }
}
