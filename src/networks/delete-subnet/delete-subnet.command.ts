import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';

export interface DeletedSubnet {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Deletes a subnet of a network; `undefined` when there was none. */
export class DeleteSubnetCommand extends Command<DeletedSubnet | undefined> {
  constructor(
    readonly networkName: ArmName,
    readonly name: string,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
