import { Command } from '@nestjs/cqrs';
import type { JobName } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';

/** Ends a job early: what has not begun is dropped, what has is asked to stop before its pivot (TORPOR-18). */
export class CancelJobCommand extends Command<JobProgress> {
  constructor(readonly job: JobName) {
    super();
  }
}
