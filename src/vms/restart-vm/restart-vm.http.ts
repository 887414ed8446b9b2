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
import { RestartVmCommand } from './restart-vm.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class RestartVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Restarts the guest of a running VM on its host' })
  @ArmPost(onVm('restart'))
  async restart(@PathVm() vm: VmName, @ArmReply() reply: FastifyReply): Promise<void> {
    acceptVmOperation(reply, 'action', await this.commands.execute(new RestartVmCommand(vm)));
  }
}
