import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listProfiles, type StoredProfile } from '../../persistence/guest-profile.repository.js';
import { ListGuestProfilesQuery } from './list-guest-profiles.query.js';

@QueryHandler(ListGuestProfilesQuery)
export class ListGuestProfilesHandler implements IQueryHandler<ListGuestProfilesQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute(_query: ListGuestProfilesQuery): Promise<readonly StoredProfile[]> {
    return listProfiles(this.database);
  }
}
