import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireNetwork, writeNetwork, type NetworkRow } from '../../persistence/network.repository.js';
import { UpdateNetworkCommand } from './update-network.command.js';

@CommandHandler(UpdateNetworkCommand)
export class UpdateNetworkHandler implements ICommandHandler<UpdateNetworkCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws network-not-found. */
  execute({ name, tags }: UpdateNetworkCommand): Promise<NetworkRow> {
    return this.database.transaction(async (sql) => {
      const before = await requireNetwork(sql, name, true);
      if (tags === undefined) return before;
      await writeNetwork(sql, before.id, { tags });
      return requireNetwork(sql, name);
    });
  }
}
