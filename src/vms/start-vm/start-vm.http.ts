import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { StartVmCommand } from './start-vm.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class StartVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Places a VM on a host and boots its guest, or resumes it if it is hibernated' })
  @ArmPost(onVm('start'))
  async start(@PathVm() vm: VmName, @ArmReply() reply: FastifyReply): Promise<void> {
    acceptVmOperation(reply, 'action', await this.commands.execute(new StartVmCommand(vm)));
  }
}
