import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { acceptGroupDeletion } from '../../arm/async-operation.js';
import { ArmReply } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { PathGroup } from '../../requests/path-names.js';
import { DeleteGroupCommand } from './delete-group.command.js';

@Controller()
export class DeleteGroupController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Delete(GROUP_PATH)
  async delete(@PathGroup() name: GroupName, @ArmReply() reply: FastifyReply): Promise<void> {
    const { operationId } = await this.commands.execute(new DeleteGroupCommand(name));
    acceptGroupDeletion(reply, { operationId, subscriptionId: name.subscriptionId });
  }
}
