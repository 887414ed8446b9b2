import { Query } from '@nestjs/cqrs';
import type { JobName } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';

/** One job with all its items. */
export class GetJobQuery extends Query<JobProgress> {
  constructor(readonly job: JobName) {
    super();
  }
}
