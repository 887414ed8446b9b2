import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { reopenFailedItems } from '../../persistence/job-item.repository.js';
import { markJobRunning } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';
import { JobDriver } from '../job-driver.js';
import { loadJobProgress, requireJob } from '../load-job.js';
import { RetryJobCommand } from './retry-job.command.js';

@CommandHandler(RetryJobCommand)
export class RetryJobHandler implements ICommandHandler<RetryJobCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
  ) {}

  /** Changes nothing when nothing has failed. Throws `RefusalError` job-not-found. */
  async execute({ job: name }: RetryJobCommand): Promise<JobProgress> {
    const id = await this.database.transaction(async (sql) => {
      const job = await requireJob(sql, name, true);
      if ((await reopenFailedItems(sql, job.id)) > 0) await markJobRunning(sql, job.id);
      return job.id;
    });
    await this.driver.advance(id);
    return loadJobProgress(this.database, name);
  }
}
