import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireKept, rewriteKept, type KeptOperation } from '../change-kept.js';
import { patchedContent } from '../kept-content.js';
import { UpdateKeptCommand } from './update-kept.command.js';

@CommandHandler(UpdateKeptCommand)
export class UpdateKeptHandler implements ICommandHandler<UpdateKeptCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws resource-not-found and whatever the type refuses. */
  execute({ kind, name, patch }: UpdateKeptCommand): Promise<KeptOperation> {
    return this.database.transaction(async (sql) => {
      const before = await requireKept(sql, kind, name, 'for update of k');
      return rewriteKept(sql, kind, before, patchedContent(kind, before, patch));
    });
  }
}
