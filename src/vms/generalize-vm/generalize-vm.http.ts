import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { GeneralizeVmCommand } from './generalize-vm.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GeneralizeVmController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Marks a VM that is off as generalized; it cannot be started again' })
  @ArmPost(onVm('generalize'))
  async generalize(@PathVm() vm: VmName): Promise<void> {
    await this.commands.execute(new GeneralizeVmCommand(vm));
  }
}
