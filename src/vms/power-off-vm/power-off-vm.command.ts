import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Shuts a VM down; it keeps its host (AZURE-38). */
export class PowerOffVmCommand extends Command<AcceptedOperation> {
  constructor(readonly vm: VmName) {
    super();
  }
}
