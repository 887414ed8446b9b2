import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { insertProfile, replaceProfile } from '../../persistence/guest-profile.repository.js';
import { requireOwn, requireProfile } from '../require-profile.js';
import { type PutGuestProfile, PutGuestProfileCommand } from './put-guest-profile.command.js';

@CommandHandler(PutGuestProfileCommand)
export class PutGuestProfileHandler implements ICommandHandler<PutGuestProfileCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` profile-built-in. */
  execute({ profile }: PutGuestProfileCommand): Promise<PutGuestProfile> {
    return this.database.transaction(async (sql) => {
      const isNew = await insertProfile(sql, { profile, isBuiltIn: false });
      if (!isNew) {
        const before = await requireProfile(sql, profile.name, true);
        requireOwn(before);
        const { name } = before.profile;
        await replaceProfile(sql, { profile: { ...profile, name }, isBuiltIn: false });
      }
      return { stored: await requireProfile(sql, profile.name), isNew };
    });
  }
}
