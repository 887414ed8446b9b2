import { Query } from '@nestjs/cqrs';
import type { StoredProfile } from '../../persistence/guest-profile.repository.js';

/** Every guest profile. */
export class ListGuestProfilesQuery extends Query<readonly StoredProfile[]> {}
