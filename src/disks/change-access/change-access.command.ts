import { Command } from '@nestjs/cqrs';
import type { AccessedKind } from '../../persistence/disk-access.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

/** What is to become of the access to the bytes of a disk or snapshot from outside. */
export type AccessChange =
  | { readonly kind: 'grant'; readonly level: 'Read' | 'Write'; readonly seconds: number }
  | { readonly kind: 'revoke' };

export interface ChangedAccess {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Gives access to the bytes of a disk or snapshot, or takes it away. */
export class ChangeAccessCommand extends Command<ChangedAccess> {
  constructor(
    readonly of: AccessedKind,
    readonly name: ArmName,
    readonly change: AccessChange,
  ) {
    super();
  }
}
