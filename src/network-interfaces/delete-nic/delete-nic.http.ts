import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { acceptNetworkOperation } from '../../requests/network-operation.js';
import { PathResource } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { DeleteNicCommand } from './delete-nic.command.js';

@Controller()
export class DeleteNicController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Deletes a NIC, unless a VM has it' })
  @Delete(inGroup('Microsoft.Network', 'networkInterfaces/:nicName'))
  async delete(
    @PathResource('nicName', 'nic') name: ArmName,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const deleted = await this.commands.execute(new DeleteNicCommand(name, precondition));
    if (deleted === undefined) answerDelete(reply, false);
    else acceptNetworkOperation(reply, 'delete', deleted);
  }
}
