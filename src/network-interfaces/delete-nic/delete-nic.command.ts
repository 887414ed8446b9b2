import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';

export interface DeletedNic {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Deletes a network interface that no VM has; `undefined` when there was none. */
export class DeleteNicCommand extends Command<DeletedNic | undefined> {
  constructor(
    readonly name: ArmName,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
