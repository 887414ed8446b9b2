import { Controller, Get, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Covers } from '../../arm/openapi/coverage.js';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmRequest } from '../../arm/parameters.js';
import { AccessControl } from '../../authorization/access-control.js';
import { scopeKey } from '../../authorization/scope.js';
import { RequestCaller } from '../../identity/caller.js';
import { SubscriptionStore } from '../../identity/subscription-store.js';
import type { Caller } from '../../identity/token-verifier.js';
import { type SubscriptionDocument, subscriptionDocument } from '../subscription-document.js';

@Controller()
export class ListSubscriptionsController {
  constructor(
    @Inject(SubscriptionStore) private readonly subscriptions: SubscriptionStore,
    @Inject(AccessControl) private readonly access: AccessControl,
  ) {}

  /** Those in which the caller has a role, over the whole or over anything in it: none, for a newcomer (ARM-21). */
  @Covers({ does: 'Lists the subscriptions in which the caller has a role' })
  @Get('subscriptions')
  async list(
    @RequestCaller() caller: Caller,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): Promise<ArmPage<SubscriptionDocument>> {
    const [all, rights] = await Promise.all([this.subscriptions.list(), this.access.rightsOf(caller)]);
    const documents = all.map(subscriptionDocument).filter(({ id }) => rights.touches(scopeKey(id)));
    return armPageOfAll(request, page, documents, ({ subscriptionId }) => subscriptionId);
  }
}
