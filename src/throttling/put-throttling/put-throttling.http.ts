import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ThrottleSetting } from '#libs/throttling';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { throttlingDocument, type ThrottlingDocument } from '../throttling-document.js';
import { PutThrottlingCommand } from './put-throttling.command.js';
import { throttlingBody, type ThrottlingBody } from './put-throttling.dto.js';

@Controller()
export class PutThrottlingController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('throttling/default'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmBody(throttlingBody) { properties: { enabled, scale, overrides } }: ThrottlingBody,
  ): Promise<ThrottlingDocument> {
    const setting = { enabled, scale, overrides } as ThrottleSetting;
    return throttlingDocument(subscriptionId, await this.commands.execute(new PutThrottlingCommand(setting)));
  }
}
