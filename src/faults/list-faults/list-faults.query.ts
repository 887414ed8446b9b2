import { Query } from '@nestjs/cqrs';
import type { StoredFault } from '../../persistence/armed-fault.repository.js';

/** Faults of a subscription in the order of their names. */
export class ListFaultsQuery extends Query<readonly StoredFault[]> {
  constructor(
    readonly subscriptionId: string,
    readonly limit: number,
    /** Key of the fault behind which the list starts. */
    readonly after?: string,
  ) {
    super();
  }
}
