import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

export interface DeletedDisk {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Deletes a disk that no VM has; `undefined` when there was none. */
export class DeleteDiskCommand extends Command<DeletedDisk | undefined> {
  constructor(readonly name: ArmName) {
    super();
  }
}
