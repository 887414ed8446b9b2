import { Controller, HttpCode, Inject, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { SimulateEvictionCommand } from './simulate-eviction.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class SimulateEvictionController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** The eviction itself takes its time; callers see it in the state of the VM. */
  @Covers({
    does: 'Evicts a spot VM from its host; it is deallocated or deleted as its eviction policy says',
  })
  @Post(onVm('simulateEviction'))
  @HttpCode(204)
  async evict(@PathVm() vm: VmName): Promise<void> {
    await this.commands.execute(new SimulateEvictionCommand(vm));
  }
}
