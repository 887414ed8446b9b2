import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { faultDocument, type FaultDocument } from '../fault-document.js';
import { DisarmFaultCommand } from './disarm-fault.command.js';

@Controller()
export class DisarmFaultController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('faults/:faultName/disarm'))
  async disarm(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('faultName') name: string,
  ): Promise<FaultDocument> {
    const { fault, struck } = await this.commands.execute(new DisarmFaultCommand({ subscriptionId, name }));
    return faultDocument(fault, struck);
  }
}
