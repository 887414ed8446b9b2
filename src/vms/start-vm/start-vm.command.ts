import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Starts a VM that does not run: a resume where its OS disk holds an image (AZURE-29). */
export class StartVmCommand extends Command<AcceptedOperation> {
  constructor(readonly vm: VmName) {
    super();
  }
}
