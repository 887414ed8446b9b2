import { Command } from '@nestjs/cqrs';
import type { NicRow } from '../../persistence/network-interface.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { WantedNic } from '../wanted-nic.js';

export interface PutNicResult {
  readonly isNew: boolean;
  readonly nic: NicRow;
}

/** Makes a network interface, or replaces what an existing one is; its VM, if it has one, keeps it. */
export class PutNicCommand extends Command<PutNicResult> {
  constructor(
    readonly name: ArmName,
    readonly wanted: WantedNic,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
