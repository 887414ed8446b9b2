import { Query } from '@nestjs/cqrs';
import type { ResourceOperationRow } from '../../persistence/resource-operation.repository.js';

/** An operation on a disk or a network of a subscription. */
export class GetResourceOperationQuery extends Query<ResourceOperationRow> {
  constructor(
    readonly subscriptionId: string,
    readonly provider: ResourceOperationRow['provider'],
    readonly operationId: string,
  ) {
    super();
  }
}
