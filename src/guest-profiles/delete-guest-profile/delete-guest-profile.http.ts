import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { DeleteGuestProfileCommand } from './delete-guest-profile.command.js';

@Controller()
export class DeleteGuestProfileController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(emulatorPath('guestProfiles/:profileName'))
  async delete(@ArmParam('profileName') name: string, @ArmReply() reply: FastifyReply): Promise<void> {
    answerDelete(reply, await this.commands.execute(new DeleteGuestProfileCommand(name)));
  }
}
