import { Command } from '@nestjs/cqrs';
import type { NicRow } from '../../persistence/network-interface.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

/** Changes the tags of a network interface; absent, they stay. */
export class UpdateNicCommand extends Command<NicRow> {
  constructor(
    readonly name: ArmName,
    readonly tags: NicRow['tags'] | undefined,
  ) {
    super();
  }
}
