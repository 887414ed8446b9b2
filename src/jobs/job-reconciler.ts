import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Reconciler } from '../operations/reconcilers.js';
import { LOGGER } from '../operations/tokens.js';
import { listUnfinishedJobs } from '../persistence/job.repository.js';
import { JobDriver } from './job-driver.js';

/** Advances every job that has not ended: jobs whose time has come, and notifications that were lost (TORPOR-9). */
@Injectable()
export class JobReconciler implements Reconciler {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One job that cannot be advanced does not hold up the others. */
  async reconcile(): Promise<void> {
    for (const jobId of await listUnfinishedJobs(this.database)) {
      await this.driver.advance(jobId).catch((error: unknown) => {
        this.logger.warn({ jobId, err: error }, 'the job could not be advanced');
      });
    }
  }
}
