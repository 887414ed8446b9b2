import { Query } from '@nestjs/cqrs';
import type { TagCount } from '../../persistence/resource-index.repository.js';

/** Tags in use in a subscription. */
export class ListTagNamesQuery extends Query<readonly TagCount[]> {
  constructor(readonly subscriptionId: string) {
    super();
  }
}
