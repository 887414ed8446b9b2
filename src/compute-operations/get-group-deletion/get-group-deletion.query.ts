import { Query } from '@nestjs/cqrs';
import type { GroupDeletionRow } from '../../persistence/group-deletion.repository.js';

/** The deletion of a group of a subscription. */
export class GetGroupDeletionQuery extends Query<GroupDeletionRow> {
  constructor(
    readonly subscriptionId: string,
    readonly operationId: string,
  ) {
    super();
  }
}
