import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findNic, writeNic, type NicRow } from '../../persistence/network-interface.repository.js';
import { lockPart } from '../../persistence/part-owner.repository.js';
import { nicNotFound } from '../nic-not-found.js';
import { UpdateNicCommand } from './update-nic.command.js';

@CommandHandler(UpdateNicCommand)
export class UpdateNicHandler implements ICommandHandler<UpdateNicCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws nic-not-found. */
  execute({ name, tags }: UpdateNicCommand): Promise<NicRow> {
    return this.database.transaction(async (sql) => {
      await lockPart(sql, 'network_interface', name);
      const before = await findNic(sql, name);
      if (before === undefined) throw nicNotFound(name);
      if (tags !== undefined) await writeNic(sql, before.id, { ...before, tags });
      return (await findNic(sql, name)) ?? before;
    });
  }
}
