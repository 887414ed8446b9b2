import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Shuts a VM down and gives its host up; a hibernated VM loses its saved memory (AZURE-28). */
export class DeallocateVmCommand extends Command<AcceptedOperation> {
  constructor(readonly vm: VmName) {
    super();
  }
}
