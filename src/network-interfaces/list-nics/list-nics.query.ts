import { Query } from '@nestjs/cqrs';
import type { NicRow } from '../../persistence/network-interface.repository.js';
import type { ResourceListScope } from '../../persistence/resource-list.js';

/** NICs of a group or a subscription, one more than the limit when there are more. */
export class ListNicsQuery extends Query<readonly NicRow[]> {
  constructor(readonly scope: ResourceListScope) {
    super();
  }
}
