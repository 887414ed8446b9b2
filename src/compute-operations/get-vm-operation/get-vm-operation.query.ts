import { Query } from '@nestjs/cqrs';
import type { OperationRecord } from '../../persistence/operation.repository.js';

/** An operation on a VM of a subscription. */
export class GetVmOperationQuery extends Query<OperationRecord> {
  constructor(
    readonly subscriptionId: string,
    readonly operationId: string,
  ) {
    super();
  }
}
