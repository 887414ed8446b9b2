import { Query } from '@nestjs/cqrs';
import type { NetworkRow } from '../../persistence/network.repository.js';
import type { ResourceListScope } from '../../persistence/resource-list.js';

/** Virtual networks of a group or a subscription, one more than the limit when there are more. */
export class ListNetworksQuery extends Query<readonly NetworkRow[]> {
  constructor(readonly scope: ResourceListScope) {
    super();
  }
}
