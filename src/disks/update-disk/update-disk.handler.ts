import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { findDisk } from '../../persistence/disk.repository.js';
import { lockPart } from '../../persistence/part-owner.repository.js';
import { changeDisk } from '../change-disk.js';
import { diskNotFound } from '../disk-not-found.js';
import { recordDiskOperation, type DiskOperation } from '../record-disk-operation.js';
import { UpdateDiskCommand } from './update-disk.command.js';

@CommandHandler(UpdateDiskCommand)
export class UpdateDiskHandler implements ICommandHandler<UpdateDiskCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ name, change }: UpdateDiskCommand): Promise<DiskOperation> {
    return this.database.transaction(async (sql) => {
      const locked = await lockPart(sql, 'disk', name);
      const before = locked && (await findDisk(sql, name));
      if (locked === undefined || before === undefined) throw diskNotFound(name);
      await changeDisk(sql, this.catalogue, { before, locked, change });
      return recordDiskOperation(sql, this.catalogue, (await findDisk(sql, name)) ?? before);
    });
  }
}
