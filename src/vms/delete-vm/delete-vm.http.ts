import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerDelete } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery, ArmReply, queryFlag } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { DeleteVmCommand } from './delete-vm.command.js';

const QUERY = z.object({ forceDeletion: queryFlag() });

@Controller()
export class DeleteVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** `forceDeletion` makes no difference: no emulated guest holds its deletion up. */
  @Covers({
    does: 'Deletes a VM, with the disks, NICs and public addresses whose `deleteOption` says so',
    ignores: ['forceDeletion'],
  })
  @Delete(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  async delete(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { forceDeletion }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    if (forceDeletion) warnIgnored(reply, ['forceDeletion']);
    try {
      acceptVmOperation(reply, 'delete', await this.commands.execute(new DeleteVmCommand(vm)));
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.code !== 'vm-not-found') throw error;
      answerDelete(reply, false);
    }
  }
}
