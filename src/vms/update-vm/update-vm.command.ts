import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { FixedMembers } from '../fixed-members.js';
import type { WantedDataDisk } from '../vm-document.js';
import type { VmEcho } from '../vm-echo.js';

/** Members that are absent stay as they are. Lists replace what the VM has. */
export interface VmUpdate {
  readonly tags?: Readonly<Record<string, string>>;
  readonly size?: string;
  readonly hibernationEnabled?: boolean;
  readonly dataDisks?: readonly WantedDataDisk[];
  readonly nics?: readonly ArmName[];
  /** In base64; empty: none any more. */
  readonly userData?: string;
  readonly echoed?: VmEcho;
  /** What the caller takes the VM to be made as; refused where it is not. */
  readonly fixed?: FixedMembers;
}

/**
 * Changes a VM's configuration: at once and as a whole, or not at all (TORPOR-3). A VM that holds a host gets another
 * size in an operation, which is answered; otherwise nothing is left to wait for.
 */
export class UpdateVmCommand extends Command<AcceptedOperation | undefined> {
  constructor(
    readonly vm: VmName,
    readonly update: VmUpdate,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
