import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { readScopeTags, writeScopeTags, type ScopeTags } from '../scope-tags.js';
import { changedTags } from '../tag-changes.js';
import { ChangeTagsCommand } from './change-tags.command.js';

@CommandHandler(ChangeTagsCommand)
export class ChangeTagsHandler implements ICommandHandler<ChangeTagsCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found, group-being-deleted, resource-not-found and invalid-body. */
  execute({ scope: wanted, operation, given }: ChangeTagsCommand): Promise<ScopeTags> {
    return this.database.transaction(async (sql) => {
      const { scope, tags: before } = await readScopeTags(sql, wanted, 'for update');
      const tags = changedTags(before, operation, given);
      await writeScopeTags(sql, scope, tags);
      return { scope, tags };
    });
  }
}
