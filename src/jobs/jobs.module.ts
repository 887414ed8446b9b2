import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { OPERATION_ENDED } from '../operations/tokens.js';
import { CancelJobHandler } from './cancel-job/cancel-job.handler.js';
import { CancelJobController } from './cancel-job/cancel-job.http.js';
import { ClockChangedHandler } from './clock-changed.handler.js';
import { GetJobHandler } from './get-job/get-job.handler.js';
import { GetJobController } from './get-job/get-job.http.js';
import { JobDriver } from './job-driver.js';
import { JobReconciler } from './job-reconciler.js';
import { ListJobsHandler } from './list-jobs/list-jobs.handler.js';
import { ListJobsController } from './list-jobs/list-jobs.http.js';
import { RetryJobHandler } from './retry-job/retry-job.handler.js';
import { RetryJobController } from './retry-job/retry-job.http.js';
import { SubmitJobHandler } from './submit-job/submit-job.handler.js';
import { SubmitJobController } from './submit-job/submit-job.http.js';

/** Batches of operations over many VMs. Provides `OPERATION_ENDED` and the reconciler of jobs. */
@Module({
  imports: [CqrsModule],
  controllers: [
    SubmitJobController,
    GetJobController,
    ListJobsController,
    CancelJobController,
    RetryJobController,
  ],
  providers: [
    JobDriver,
    JobReconciler,
    { provide: OPERATION_ENDED, useExisting: JobDriver },
    ClockChangedHandler,
    SubmitJobHandler,
    GetJobHandler,
    ListJobsHandler,
    CancelJobHandler,
    RetryJobHandler,
  ],
  exports: [JobDriver, JobReconciler, OPERATION_ENDED],
})
export class JobsModule {}
