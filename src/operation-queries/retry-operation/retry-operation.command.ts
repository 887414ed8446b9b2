import { Command } from '@nestjs/cqrs';
import type { OperationName } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';

/** Sets a stuck operation going again, from where it is stuck (TORPOR-8). */
export class RetryOperationCommand extends Command<LoggedOperation> {
  constructor(readonly operation: OperationName) {
    super();
  }
}
