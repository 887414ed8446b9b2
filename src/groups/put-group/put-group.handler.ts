import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  findGroup,
  groupNotFound,
  insertGroup,
  refuseWhileDeleted,
  writeGroupTags,
} from '../../persistence/group.repository.js';
import { PutGroupCommand, type PutGroupResult } from './put-group.command.js';

@CommandHandler(PutGroupCommand)
export class PutGroupHandler implements ICommandHandler<PutGroupCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws property-immutable for another location, group-being-deleted. */
  execute({ name, wanted }: PutGroupCommand): Promise<PutGroupResult> {
    return this.database.transaction(async (sql) => {
      const made = await insertGroup(sql, name, wanted);
      if (made !== undefined) return { isNew: true, group: made };
      const before = await findGroup(sql, name, 'for update');
      if (before === undefined) throw groupNotFound(name);
      refuseWhileDeleted(before);
      if (before.location !== wanted.location) {
        throw new RefusalError(
          refusal('property-immutable', `group ${before.name} is in ${before.location}`, {
            target: 'location',
          }),
        );
      }
      return { isNew: false, group: await writeGroupTags(sql, before.id, wanted.tags) };
    });
  }
}
