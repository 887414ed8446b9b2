import { Command } from '@nestjs/cqrs';
import type { NetworkRow } from '../../persistence/network.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

/** Changes the tags of a virtual network; absent, they stay. */
export class UpdateNetworkCommand extends Command<NetworkRow> {
  constructor(
    readonly name: ArmName,
    readonly tags: NetworkRow['tags'] | undefined,
  ) {
    super();
  }
}
