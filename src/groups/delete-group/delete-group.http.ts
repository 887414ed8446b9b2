import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { acceptGroupDeletion } from '../../arm/async-operation.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery, ArmReply } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { PathGroup } from '../../requests/path-names.js';
import { DeleteGroupCommand } from './delete-group.command.js';

const QUERY = z.object({ forceDeletionTypes: z.string().optional() });

@Controller()
export class DeleteGroupController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** `forceDeletionTypes` makes no difference: nothing holds the deletion of an emulated VM up. */
  @Covers({
    does: 'Deletes a group with everything in it, unless something outside needs it',
    ignores: ['forceDeletionTypes'],
  })
  @Delete(GROUP_PATH)
  async delete(
    @PathGroup() name: GroupName,
    @ArmQuery(QUERY) { forceDeletionTypes }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    if (forceDeletionTypes !== undefined) warnIgnored(reply, ['forceDeletionTypes']);
    const { operationId } = await this.commands.execute(new DeleteGroupCommand(name));
    acceptGroupDeletion(reply, { operationId, subscriptionId: name.subscriptionId });
  }
}
