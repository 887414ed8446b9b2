import { Controller, Get, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmRequest } from '../../arm/parameters.js';
import { type Subscription, SUBSCRIPTIONS } from '../../identity/subscriptions.js';
import { type SubscriptionDocument, subscriptionDocument } from '../subscription-document.js';

@Controller()
export class ListSubscriptionsController {
  constructor(@Inject(SUBSCRIPTIONS) private readonly subscriptions: readonly Subscription[]) {}

  @Get('subscriptions')
  list(
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): ArmPage<SubscriptionDocument> {
    const documents = this.subscriptions.map(subscriptionDocument);
    return armPageOfAll(request, page, documents, ({ subscriptionId }) => subscriptionId);
  }
}
