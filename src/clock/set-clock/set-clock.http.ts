import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { clockDocument, type ClockDocument } from '../clock-document.js';
import { SetClockCommand } from './set-clock.command.js';
import { clockBody, type ClockBody } from './set-clock.dto.js';

@Controller()
export class SetClockController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('clock/default'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmBody(clockBody) { properties }: ClockBody,
  ): Promise<ClockDocument> {
    const { mode, factor } = properties;
    return clockDocument(subscriptionId, await this.commands.execute(new SetClockCommand(mode, factor)));
  }
}
