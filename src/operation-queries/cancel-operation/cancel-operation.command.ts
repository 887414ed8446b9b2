import { Command } from '@nestjs/cqrs';
import type { OperationName } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';

/** Asks an operation to stop before its next step and to undo what it has done (TORPOR-18). */
export class CancelOperationCommand extends Command<LoggedOperation> {
  constructor(readonly operation: OperationName) {
    super();
  }
}
