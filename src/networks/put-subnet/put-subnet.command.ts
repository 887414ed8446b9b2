import { Command } from '@nestjs/cqrs';
import type { NetworkRow, SubnetRow } from '../../persistence/network.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { Precondition } from '../../requests/precondition.js';
import type { WantedSubnet } from '../network.dto.js';

export interface PutSubnetResult {
  readonly isNew: boolean;
  readonly network: NetworkRow;
  readonly subnet: SubnetRow;
  readonly operationId: string;
}

/** Makes a subnet of a network, or replaces what an existing one is. */
export class PutSubnetCommand extends Command<PutSubnetResult> {
  constructor(
    readonly networkName: ArmName,
    readonly wanted: WantedSubnet,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}
