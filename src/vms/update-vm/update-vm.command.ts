import { Command } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { WantedDataDisk } from '../vm-document.js';

/** Members that are absent stay as they are. Lists replace what the VM has. */
export interface VmUpdate {
  readonly tags?: Readonly<Record<string, string>>;
  readonly size?: string;
  readonly hibernationEnabled?: boolean;
  readonly dataDisks?: readonly WantedDataDisk[];
  readonly nics?: readonly ArmName[];
  readonly echoed?: Readonly<Record<string, unknown>>;
}

/** Changes a VM's configuration: at once and as a whole, or not at all (TORPOR-3). */
export class UpdateVmCommand extends Command<void> {
  constructor(
    readonly vm: VmName,
    readonly update: VmUpdate,
  ) {
    super();
  }
}
