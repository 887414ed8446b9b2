import { Command } from '@nestjs/cqrs';
import type { EmulationUpdate } from '../../emulation/emulation-update.js';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { WantedVm } from '../vm-document.js';

/** Creates a VM with its new disks, and starts it (MOVE-1). */
export class CreateVmCommand extends Command<AcceptedOperation> {
  constructor(
    readonly vm: VmName,
    readonly wanted: WantedVm,
    readonly precondition: Precondition = {},
    /** Otherwise the server's policy, the image's guest profile, and any host. */
    readonly emulation?: EmulationUpdate,
  ) {
    super();
  }
}
