import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery, ArmReply, queryFlag } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { DeallocateVmCommand } from '../deallocate-vm/deallocate-vm.command.js';
import { HibernateVmCommand } from '../hibernate-vm/hibernate-vm.command.js';

const QUERY = z.object({ hibernate: queryFlag(), forceDeallocate: queryFlag() });

/**
 * Azure has one route for two commands: hibernation is a deallocation with a flag. `forceDeallocate` makes no
 * difference: nothing holds up the deallocation of an emulated VM.
 */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class LeaveHostController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Shuts a VM down and frees its host, or with `hibernate` saves its memory to the OS disk first',
    ignores: ['forceDeallocate'],
  })
  @ArmPost(onVm('deallocate'))
  async deallocate(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { hibernate, forceDeallocate }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    if (forceDeallocate) warnIgnored(reply, ['forceDeallocate']);
    const command = hibernate ? new HibernateVmCommand(vm) : new DeallocateVmCommand(vm);
    acceptVmOperation(reply, 'action', await this.commands.execute(command));
  }
}
