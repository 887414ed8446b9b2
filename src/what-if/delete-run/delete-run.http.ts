import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { DeleteRunCommand } from './delete-run.command.js';

@Controller()
export class DeleteRunController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(emulatorPath('whatIfRuns/:runName'))
  async delete(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName') name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    answerDelete(reply, await this.commands.execute(new DeleteRunCommand({ subscriptionId, name })));
  }
}
