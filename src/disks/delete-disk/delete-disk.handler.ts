import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { deleteDisk, findDisk } from '../../persistence/disk.repository.js';
import { lockPart } from '../../persistence/part-owner.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { diskId } from '../disk-document.js';
import { DeleteDiskCommand, type DeletedDisk } from './delete-disk.command.js';

@CommandHandler(DeleteDiskCommand)
export class DeleteDiskHandler implements ICommandHandler<DeleteDiskCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws disk-in-use. */
  execute({ name }: DeleteDiskCommand): Promise<DeletedDisk | undefined> {
    return this.database.transaction(async (sql) => {
      await lockPart(sql, 'disk', name);
      const disk = await findDisk(sql, name);
      if (disk === undefined) return undefined;
      if (disk.vm !== null) {
        throwIfRefused(refusal('disk-in-use', `disk ${disk.name} belongs to VM ${disk.vm.vmName}`));
      }
      if (disk.isAccessed) {
        throwIfRefused(refusal('resource-in-use', `disk ${disk.name} has access granted to it`));
      }
      await deleteDisk(sql, disk.id);
      const { subscriptionId, location } = disk;
      const operationId = await insertResourceOperation(sql, {
        subscriptionId,
        location,
        provider: 'Microsoft.Compute',
        resourceId: diskId(disk),
        output: null,
      });
      return { operationId, subscriptionId, location };
    });
  }
}
