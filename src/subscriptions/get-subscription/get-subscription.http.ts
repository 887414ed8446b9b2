import { Controller, Get, Inject } from '@nestjs/common';
import { refusal } from '#libs/refusal';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { SubscriptionStore } from '../../identity/subscription-store.js';
import { type SubscriptionDocument, subscriptionDocument } from '../subscription-document.js';

@Controller()
export class GetSubscriptionController {
  constructor(@Inject(SubscriptionStore) private readonly subscriptions: SubscriptionStore) {}

  @Covers({ does: 'Shows a subscription' })
  @Get(SUBSCRIPTION_PATH)
  async get(@ArmParam('subscriptionId') subscriptionId: string): Promise<SubscriptionDocument> {
    const found = await this.subscriptions.find(subscriptionId);
    if (found === undefined) throw new RefusalError(refusal('subscription-not-found', subscriptionId));
    return subscriptionDocument(found);
  }
}
