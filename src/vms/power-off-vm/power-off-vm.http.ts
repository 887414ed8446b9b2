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
import { PowerOffVmCommand } from './power-off-vm.command.js';

const QUERY = z.object({ skipShutdown: queryFlag() });

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PowerOffVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** `skipShutdown` makes no difference: an emulated guest loses nothing that a shutdown would have saved. */
  @Covers({ does: 'Stops a VM; it stays on its host', ignores: ['skipShutdown'] })
  @ArmPost(onVm('powerOff'))
  async powerOff(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { skipShutdown }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    if (skipShutdown) warnIgnored(reply, ['skipShutdown']);
    acceptVmOperation(reply, 'action', await this.commands.execute(new PowerOffVmCommand(vm)));
  }
}
