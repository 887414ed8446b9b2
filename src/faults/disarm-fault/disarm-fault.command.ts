import { Command } from '@nestjs/cqrs';
import type { FaultName } from '../../persistence/armed-fault.repository.js';
import type { FaultWithHits } from '../load-fault.js';

/** A fault strikes nothing any more, and lets go of what it holds. What it has struck stays on record. */
export class DisarmFaultCommand extends Command<FaultWithHits> {
  constructor(readonly fault: FaultName) {
    super();
  }
}
