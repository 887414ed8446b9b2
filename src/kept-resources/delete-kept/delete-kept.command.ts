import { Command } from '@nestjs/cqrs';
import type { KeptName } from '../../persistence/kept-resource.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { KeptKind } from '../kept-kind.js';

export interface DeletedKept {
  readonly subscriptionId: string;
  readonly location: string;
  readonly operationId?: string;
}

/** Deletes a resource that nothing uses; `undefined` when there was none. */
export class DeleteKeptCommand extends Command<DeletedKept | undefined> {
  constructor(
    readonly kind: KeptKind,
    readonly name: KeptName,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
