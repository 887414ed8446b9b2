import { Command } from '@nestjs/cqrs';
import type { JobName } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';

/** Runs again what did not succeed: failed and refused items are pending once more. */
export class RetryJobCommand extends Command<JobProgress> {
  constructor(readonly job: JobName) {
    super();
  }
}
