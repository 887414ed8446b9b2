import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { guestProfileDocument, type GuestProfileDocument } from '../guest-profile-document.js';
import { ListGuestProfilesQuery } from './list-guest-profiles.query.js';

@Controller()
export class ListGuestProfilesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('guestProfiles'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<GuestProfileDocument>> {
    const profiles = await this.queries.execute(new ListGuestProfilesQuery());
    const documents = profiles.map((profile) => guestProfileDocument(subscriptionId, profile));
    return armPageOfAll(request, page, documents, ({ name }) => name.toLowerCase());
  }
}
