import { Query } from '@nestjs/cqrs';
import type { OperationFilter } from '../../persistence/operation.repository.js';
import type { LoggedOperation } from '../operation-document.js';

/** Operations, newest first, with outlines of their logs. */
export class ListOperationsQuery extends Query<readonly LoggedOperation[]> {
  constructor(readonly filter: OperationFilter) {
    super();
  }
}
