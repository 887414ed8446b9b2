import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { DeletePolicyCommand } from './delete-policy.command.js';

@Controller()
export class DeletePolicyController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(emulatorPath('policies/:policyName'))
  async delete(@ArmParam('policyName') name: string, @ArmReply() reply: FastifyReply): Promise<void> {
    answerDelete(reply, await this.commands.execute(new DeletePolicyCommand(name)));
  }
}
