import { Command } from '@nestjs/cqrs';
import type { NetworkRow } from '../../persistence/network.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { WantedNetwork } from '../network.dto.js';

export interface PutNetworkResult {
  readonly isNew: boolean;
  readonly network: NetworkRow;
  readonly operationId: string;
}

/** Makes a virtual network, or replaces what an existing one is. */
export class PutNetworkCommand extends Command<PutNetworkResult> {
  constructor(
    readonly name: ArmName,
    readonly wanted: WantedNetwork,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
