import { Command } from '@nestjs/cqrs';
import type { GuestProfile } from '#libs/linux-guest';
import type { StoredProfile } from '../../persistence/guest-profile.repository.js';

export interface PutGuestProfile {
  readonly stored: StoredProfile;
  readonly isNew: boolean;
}

/** Makes a guest profile, or changes one; VMs that have it already keep what they have. */
export class PutGuestProfileCommand extends Command<PutGuestProfile> {
  constructor(readonly profile: GuestProfile) {
    super();
  }
}
