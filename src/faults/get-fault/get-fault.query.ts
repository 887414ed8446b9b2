import { Query } from '@nestjs/cqrs';
import type { FaultName } from '../../persistence/armed-fault.repository.js';
import type { FaultWithHits } from '../load-fault.js';

/** One fault, with what it has struck. */
export class GetFaultQuery extends Query<FaultWithHits> {
  constructor(readonly fault: FaultName) {
    super();
  }
}
