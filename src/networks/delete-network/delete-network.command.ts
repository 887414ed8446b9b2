import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';

export interface DeletedNetwork {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Deletes a virtual network with its subnets; `undefined` when there was none. */
export class DeleteNetworkCommand extends Command<DeletedNetwork | undefined> {
  constructor(
    readonly name: ArmName,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
