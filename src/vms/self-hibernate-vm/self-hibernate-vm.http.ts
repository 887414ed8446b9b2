import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { acceptOperation } from '../../arm/async-operation.js';
import { ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { SelfHibernateVmCommand } from './self-hibernate-vm.command.js';

/** What happens inside a guest has no counterpart in Azure: it is asked for in the emulator's namespace. */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class SelfHibernateVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(onVm('providers/Torpor.Emulator/guestHibernate'))
  async hibernate(@PathVm() vm: VmName, @ArmReply() reply: FastifyReply): Promise<void> {
    const accepted = await this.commands.execute(new SelfHibernateVmCommand(vm));
    acceptOperation(reply, {
      ...accepted,
      kind: 'action',
      provider: 'Microsoft.Compute',
      statusSegment: 'operations',
    });
  }
}
