import { Command } from '@nestjs/cqrs';
import type { KeptName } from '../../persistence/kept-resource.repository.js';
import type { KeptOperation } from '../change-kept.js';
import type { KeptKind, KeptPatch } from '../kept-kind.js';

/** Changes members of a resource; those that are not named stay. */
export class UpdateKeptCommand extends Command<KeptOperation> {
  constructor(
    readonly kind: KeptKind,
    readonly name: KeptName,
    readonly patch: KeptPatch,
  ) {
    super();
  }
}
