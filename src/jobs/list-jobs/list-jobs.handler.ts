import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { countItems } from '../../persistence/job-item.repository.js';
import { listJobs } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';
import { ListJobsQuery } from './list-jobs.query.js';

@QueryHandler(ListJobsQuery)
export class ListJobsHandler implements IQueryHandler<ListJobsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({ subscriptionId, limit, after }: ListJobsQuery): Promise<readonly JobProgress[]> {
    const jobs = await listJobs(this.database, {
      subscriptionId,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    const counts = await countItems(
      this.database,
      jobs.map(({ id }) => id),
    );
    return jobs.flatMap((job) => {
      const ofJob = counts.get(job.id);
      return ofJob === undefined ? [] : [{ job, counts: ofJob }];
    });
  }
}
