import { Query } from '@nestjs/cqrs';
import type { GroupListFilter, GroupRow } from '../../persistence/group.repository.js';

export class ListGroupsQuery extends Query<readonly GroupRow[]> {
  constructor(
    readonly subscriptionId: string,
    readonly filter: GroupListFilter,
  ) {
    super();
  }
}
