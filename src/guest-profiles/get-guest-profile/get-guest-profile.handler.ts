import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { StoredProfile } from '../../persistence/guest-profile.repository.js';
import { requireProfile } from '../require-profile.js';
import { GetGuestProfileQuery } from './get-guest-profile.query.js';

@QueryHandler(GetGuestProfileQuery)
export class GetGuestProfileHandler implements IQueryHandler<GetGuestProfileQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` profile-not-found. */
  execute({ name }: GetGuestProfileQuery): Promise<StoredProfile> {
    return requireProfile(this.database, name);
  }
}
