import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { guestProfileDocument, type GuestProfileDocument } from '../guest-profile-document.js';
import { GetGuestProfileQuery } from './get-guest-profile.query.js';

@Controller()
export class GetGuestProfileController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('guestProfiles/:profileName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('profileName') name: string,
  ): Promise<GuestProfileDocument> {
    return guestProfileDocument(subscriptionId, await this.queries.execute(new GetGuestProfileQuery(name)));
  }
}
