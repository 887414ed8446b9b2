import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import {
  findGroup,
  groupNotFound,
  refuseWhileDeleted,
  writeGroupTags,
  type GroupRow,
} from '../../persistence/group.repository.js';
import { UpdateGroupCommand } from './update-group.command.js';

@CommandHandler(UpdateGroupCommand)
export class UpdateGroupHandler implements ICommandHandler<UpdateGroupCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found, group-being-deleted. */
  execute({ name, tags }: UpdateGroupCommand): Promise<GroupRow> {
    return this.database.transaction(async (sql) => {
      const before = await findGroup(sql, name, 'for update');
      if (before === undefined) throw groupNotFound(name);
      refuseWhileDeleted(before);
      return tags === undefined ? before : writeGroupTags(sql, before.id, tags);
    });
  }
}
