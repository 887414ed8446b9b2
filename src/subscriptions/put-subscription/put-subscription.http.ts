import { Controller, Inject, Put } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerPut } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorBody, installationPath } from '../../emulator-namespace/emulator-resource.js';
import { SubscriptionStore } from '../../identity/subscription-store.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';
import { type SubscriptionDocument, subscriptionDocument } from '../subscription-document.js';

const ID = z.guid().toLowerCase();
const MAX_DISPLAY_NAME_LENGTH = 64;
const BODY = emulatorBody(
  z.strictObject({
    displayName: z.string().trim().min(1).max(MAX_DISPLAY_NAME_LENGTH),
    state: READ_ONLY,
  }),
);

/** Adds a subscription to the installation, which Azure leaves to billing, or gives it another name. */
@Controller()
export class PutSubscriptionController {
  constructor(@Inject(SubscriptionStore) private readonly subscriptions: SubscriptionStore) {}

  @Put(installationPath('subscriptions/:id'))
  async put(
    @ArmParam('id', ID) id: string,
    @ArmBody(BODY) { properties: { displayName } }: z.output<typeof BODY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<SubscriptionDocument> {
    const subscription = { id, displayName };
    answerPut(reply, await this.subscriptions.put(subscription));
    return subscriptionDocument(subscription);
  }
}
