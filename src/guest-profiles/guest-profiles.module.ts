import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteGuestProfileHandler } from './delete-guest-profile/delete-guest-profile.handler.js';
import { DeleteGuestProfileController } from './delete-guest-profile/delete-guest-profile.http.js';
import { GetGuestProfileHandler } from './get-guest-profile/get-guest-profile.handler.js';
import { GetGuestProfileController } from './get-guest-profile/get-guest-profile.http.js';
import { ListGuestProfilesHandler } from './list-guest-profiles/list-guest-profiles.handler.js';
import { ListGuestProfilesController } from './list-guest-profiles/list-guest-profiles.http.js';
import { PutGuestProfileHandler } from './put-guest-profile/put-guest-profile.handler.js';
import { PutGuestProfileController } from './put-guest-profile/put-guest-profile.http.js';

/** Guest profiles: what is installed inside a VM, as far as hibernation depends on it. */
@Module({
  imports: [CqrsModule],
  controllers: [
    DeleteGuestProfileController,
    GetGuestProfileController,
    ListGuestProfilesController,
    PutGuestProfileController,
  ],
  providers: [
    DeleteGuestProfileHandler,
    GetGuestProfileHandler,
    ListGuestProfilesHandler,
    PutGuestProfileHandler,
  ],
})
export class GuestProfilesModule {}
