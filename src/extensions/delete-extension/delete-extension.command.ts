import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/**
 * Removes an extension from a running VM (AZURE-49); `undefined` when it has none of this name. What the extension
 * has set up in the guest stays.
 */
export class DeleteExtensionCommand extends Command<AcceptedOperation | undefined> {
  constructor(
    readonly vm: VmName,
    readonly name: string,
  ) {
    super();
  }
}
