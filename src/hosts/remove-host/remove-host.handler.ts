import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { RefusalError } from '../../errors/refusal-error.js';
import { deleteHost, findHost, listHostedVms } from '../../persistence/host.repository.js';
import { occupiedRefusal } from '../occupied-refusal.js';
import { RemoveHostCommand } from './remove-host.command.js';

@CommandHandler(RemoveHostCommand)
export class RemoveHostHandler implements ICommandHandler<RemoveHostCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-in-use. */
  execute({ name }: RemoveHostCommand): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const host = await findHost(sql, name, true);
      if (host === undefined) return false;
      const against = occupiedRefusal(host, await listHostedVms(sql, host.id));
      if (against !== undefined) throw new RefusalError(against);
      await deleteHost(sql, host.id);
      return true;
    });
  }
}
