import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { DeleteFaultCommand } from './delete-fault.command.js';

@Controller()
export class DeleteFaultController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(emulatorPath('faults/:faultName'))
  async delete(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('faultName') name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    answerDelete(reply, await this.commands.execute(new DeleteFaultCommand({ subscriptionId, name })));
  }
}
