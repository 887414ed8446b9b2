import { Command } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Marks the system of a VM that is off as a model for others: the VM starts no more (AZURE-47). */
export class GeneralizeVmCommand extends Command<void> {
  constructor(readonly vm: VmName) {
    super();
  }
}
