import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { RemoveHostCommand } from './remove-host.command.js';

@Controller()
export class RemoveHostController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(emulatorPath('hosts/:hostName'))
  async remove(@ArmParam('hostName') name: string, @ArmReply() reply: FastifyReply): Promise<void> {
    answerDelete(reply, await this.commands.execute(new RemoveHostCommand(name)));
  }
}
