import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { guestProfileDocument, type GuestProfileDocument } from '../guest-profile-document.js';
import { PutGuestProfileCommand } from './put-guest-profile.command.js';
import { guestProfileBody, type GuestProfileBody } from './put-guest-profile.dto.js';

@Controller()
export class PutGuestProfileController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('guestProfiles/:profileName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('profileName', armName('guestProfile')) name: string,
    @ArmBody(guestProfileBody) body: GuestProfileBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<GuestProfileDocument> {
    const { isBuiltIn: _shown, ...members } = body.properties;
    const { stored, isNew } = await this.commands.execute(new PutGuestProfileCommand({ name, ...members }));
    answerPut(reply, isNew);
    return guestProfileDocument(subscriptionId, stored);
  }
}
