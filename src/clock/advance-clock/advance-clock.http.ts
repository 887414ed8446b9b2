import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { clockDocument, type ClockDocument } from '../clock-document.js';
import { AdvanceClockCommand } from './advance-clock.command.js';
import { advanceBody, type AdvanceBody } from './advance-clock.dto.js';

@Controller()
export class AdvanceClockController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('clock/default/advance'))
  async advance(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmBody(advanceBody) { milliseconds }: AdvanceBody,
  ): Promise<ClockDocument> {
    return clockDocument(subscriptionId, await this.commands.execute(new AdvanceClockCommand(milliseconds)));
  }
}
