import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { cancelPendingItems, requestCancelOfRunningItems } from '../../persistence/job-item.repository.js';
import { markCancelRequested } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';
import { JobDriver } from '../job-driver.js';
import { loadJobProgress, requireJob } from '../load-job.js';
import { CancelJobCommand } from './cancel-job.command.js';

@CommandHandler(CancelJobCommand)
export class CancelJobHandler implements ICommandHandler<CancelJobCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
  ) {}

  /** Throws `RefusalError` job-not-found and job-finished. */
  async execute({ job: name }: CancelJobCommand): Promise<JobProgress> {
    const id = await this.database.transaction(async (sql) => {
      const job = await requireJob(sql, name, true);
      if (job.endedAt !== null)
        throw new RefusalError(refusal('job-finished', `job ${job.name} has ${job.status}`));
      await markCancelRequested(sql, job.id);
      await cancelPendingItems(sql, job.id);
      await requestCancelOfRunningItems(sql, job.id);
      return job.id;
    });
    await this.driver.advance(id);
    return loadJobProgress(this.database, name);
  }
}
