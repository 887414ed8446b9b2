import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { deleteProfile, findProfile } from '../../persistence/guest-profile.repository.js';
import { requireOwn } from '../require-profile.js';
import { DeleteGuestProfileCommand } from './delete-guest-profile.command.js';

@CommandHandler(DeleteGuestProfileCommand)
export class DeleteGuestProfileHandler implements ICommandHandler<DeleteGuestProfileCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` profile-built-in. */
  execute({ name }: DeleteGuestProfileCommand): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const found = await findProfile(sql, name, true);
      if (found === undefined) return false;
      requireOwn(found);
      return deleteProfile(sql, name);
    });
  }
}
