import { Command } from '@nestjs/cqrs';
import type { FaultName } from '../../persistence/armed-fault.repository.js';

/** Deletes a fault and lets go of what it holds; false when there was none of this name. */
export class DeleteFaultCommand extends Command<boolean> {
  constructor(readonly fault: FaultName) {
    super();
  }
}
