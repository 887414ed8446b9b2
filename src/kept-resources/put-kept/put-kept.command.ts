import { Command } from '@nestjs/cqrs';
import type { KeptContent, KeptName } from '../../persistence/kept-resource.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { KeptOperation } from '../change-kept.js';
import type { KeptKind } from '../kept-kind.js';

/** Makes a resource of a type that is kept and shown, or replaces what an existing one is. */
export class PutKeptCommand extends Command<KeptOperation> {
  constructor(
    readonly kind: KeptKind,
    readonly name: KeptName,
    readonly wanted: KeptContent,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
