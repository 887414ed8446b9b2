import { Query } from '@nestjs/cqrs';
import type { IndexedResource, ResourceIndexScope } from '../../persistence/resource-index.repository.js';

/** Resources of all types of a group or a subscription, one more than the limit when there are more. */
export class ListResourcesQuery extends Query<readonly IndexedResource[]> {
  constructor(readonly scope: ResourceIndexScope) {
    super();
  }
}
