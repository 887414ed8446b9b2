import { Controller, Delete, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../../vms/accept-vm-operation.js';
import { DeleteExtensionCommand } from './delete-extension.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class DeleteExtensionController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Removes an extension from a VM' })
  @Delete(onVm('extensions/:extensionName'))
  async delete(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const accepted = await this.commands.execute(new DeleteExtensionCommand(vm, name));
    if (accepted === undefined) answerDelete(reply, false);
    else acceptVmOperation(reply, 'delete', accepted);
  }
}
