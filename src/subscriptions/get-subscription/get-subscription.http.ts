import { Controller, Get, Inject } from '@nestjs/common';
import { refusal } from '#libs/refusal';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { ArmParam } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { type Subscription, SUBSCRIPTIONS } from '../../identity/subscriptions.js';
import { type SubscriptionDocument, subscriptionDocument } from '../subscription-document.js';

@Controller()
export class GetSubscriptionController {
  constructor(@Inject(SUBSCRIPTIONS) private readonly subscriptions: readonly Subscription[]) {}

  @Get(SUBSCRIPTION_PATH)
  get(@ArmParam('subscriptionId') subscriptionId: string): SubscriptionDocument {
    const found = this.subscriptions.find(({ id }) => id.toLowerCase() === subscriptionId.toLowerCase());
    if (found === undefined) throw new RefusalError(refusal('subscription-not-found', subscriptionId));
    return subscriptionDocument(found);
  }
}
