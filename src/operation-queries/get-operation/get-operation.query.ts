import { Query } from '@nestjs/cqrs';
import type { OperationName } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';

/** One operation with its log. */
export class GetOperationQuery extends Query<LoggedOperation> {
  constructor(readonly operation: OperationName) {
    super();
  }
}
