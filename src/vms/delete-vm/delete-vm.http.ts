import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { ArmReply } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { DeleteVmCommand } from './delete-vm.command.js';

@Controller()
export class DeleteVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** `forceDeletion` is ignored like any key that a route does not know. */
  @Delete(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  async delete(@PathVm() vm: VmName, @ArmReply() reply: FastifyReply): Promise<void> {
    try {
      acceptVmOperation(reply, 'delete', await this.commands.execute(new DeleteVmCommand(vm)));
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.code !== 'vm-not-found') throw error;
      answerDelete(reply, false);
    }
  }
}
