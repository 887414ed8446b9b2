import { Query } from '@nestjs/cqrs';
import type { StoredProfile } from '../../persistence/guest-profile.repository.js';

/** One guest profile, by its name in any letter case. */
export class GetGuestProfileQuery extends Query<StoredProfile> {
  constructor(readonly name: string) {
    super();
  }
}
