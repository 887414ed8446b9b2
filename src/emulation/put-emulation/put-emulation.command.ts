import { Command } from '@nestjs/cqrs';
import type { StoredEmulation } from '../../persistence/emulation.repository.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { EmulationUpdate } from '../emulation-update.js';

/** Changes how a VM is emulated. What a guest can notice while it runs holds at once, the rest from its next boot. */
export class PutEmulationCommand extends Command<StoredEmulation> {
  constructor(
    readonly vm: VmName,
    readonly update: EmulationUpdate,
  ) {
    super();
  }
}
