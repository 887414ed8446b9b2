import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { DiskOperation } from '../record-disk-operation.js';
import type { WantedDiskResource } from '../wanted-disk-resource.js';

/** Makes a managed disk, or changes an existing one. */
export class PutDiskCommand extends Command<DiskOperation> {
  constructor(
    readonly name: ArmName,
    readonly wanted: WantedDiskResource,
  ) {
    super();
  }
}
