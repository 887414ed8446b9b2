import { Command } from '@nestjs/cqrs';
import type { JobName, JobSpec } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';

/** Submits a batch of operations: all of it, or nothing (TORPOR-17). */
export class SubmitJobCommand extends Command<JobProgress> {
  constructor(
    readonly job: JobName,
    readonly spec: JobSpec,
  ) {
    super();
  }
}
