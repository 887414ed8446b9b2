import { Query } from '@nestjs/cqrs';
import type { JobProgress } from '../job-document.js';

/** Jobs of a subscription in the order of their names, without their items. */
export class ListJobsQuery extends Query<readonly JobProgress[]> {
  constructor(
    readonly subscriptionId: string,
    readonly limit: number,
    /** Key of the job behind which the list starts. */
    readonly after?: string,
  ) {
    super();
  }
}
