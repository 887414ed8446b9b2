import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { findDisk } from '../../persistence/disk.repository.js';
import { openGroup } from '../../persistence/group.repository.js';
import { lockPart } from '../../persistence/part-owner.repository.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { changeDisk } from '../change-disk.js';
import { madeDifferentlyRefusal } from '../disk-changes.js';
import { diskNotFound } from '../disk-not-found.js';
import { makeDisk } from '../make-disk.js';
import { recordDiskOperation, type DiskOperation } from '../record-disk-operation.js';
import { PutDiskCommand } from './put-disk.command.js';

@CommandHandler(PutDiskCommand)
export class PutDiskHandler implements ICommandHandler<PutDiskCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ name, wanted }: PutDiskCommand): Promise<DiskOperation> {
    return this.database.transaction(async (sql) => {
      const group = await openGroup(sql, name);
      const locked = await lockPart(sql, 'disk', name);
      const before = locked && (await findDisk(sql, name));
      if (locked === undefined || before === undefined) {
        await makeDisk(sql, this.catalogue, group.id, name.name, wanted);
      } else {
        throwIfRefused(madeDifferentlyRefusal(before, wanted));
        await changeDisk(sql, this.catalogue, { before, locked, change: wanted });
      }
      const disk = await findDisk(sql, name);
      if (disk === undefined) throw diskNotFound(name);
      return recordDiskOperation(sql, this.catalogue, disk);
    });
  }
}
