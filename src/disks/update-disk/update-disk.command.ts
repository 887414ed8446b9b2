import { Command } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { DiskOperation } from '../record-disk-operation.js';
import type { DiskChange } from '../wanted-disk-resource.js';

/** Changes an existing managed disk. */
export class UpdateDiskCommand extends Command<DiskOperation> {
  constructor(
    readonly name: ArmName,
    readonly change: DiskChange,
  ) {
    super();
  }
}
