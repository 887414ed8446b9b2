import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { hostDocument, type HostDocument } from '../host-document.js';
import { DrainHostCommand } from './drain-host.command.js';

@Controller()
export class DrainHostController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('hosts/:hostName/drain'))
  async drain(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('hostName') name: string,
  ): Promise<HostDocument> {
    return hostDocument(subscriptionId, await this.commands.execute(new DrainHostCommand(name)));
  }
}
