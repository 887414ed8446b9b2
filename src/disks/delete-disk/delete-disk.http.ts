import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { PathResource } from '../../requests/path-names.js';
import { acceptDiskDeletion } from '../accept-disk-operation.js';
import { DeleteDiskCommand } from './delete-disk.command.js';

@Controller()
export class DeleteDiskController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Deletes a disk, unless a VM has it or access to it is granted' })
  @Delete(inGroup('Microsoft.Compute', 'disks/:diskName'))
  async delete(
    @PathResource('diskName', 'disk') name: ArmName,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const deleted = await this.commands.execute(new DeleteDiskCommand(name));
    if (deleted === undefined) answerDelete(reply, false);
    else acceptDiskDeletion(reply, deleted);
  }
}
