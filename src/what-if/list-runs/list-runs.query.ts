import { Query } from '@nestjs/cqrs';
import type { WhatIfRunRow } from '../../persistence/what-if-run.repository.js';

/** Runs of a subscription in the order of their names. */
export class ListRunsQuery extends Query<readonly WhatIfRunRow[]> {
  constructor(
    readonly subscriptionId: string,
    readonly limit: number,
    /** Key of the run behind which the list starts. */
    readonly after?: string,
  ) {
    super();
  }
}
