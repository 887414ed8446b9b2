import { Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { onVm } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { emulationDocument, type EmulationDocument } from '../emulation-document.js';
import type { EmulationUpdate } from '../emulation-update.js';
import { PutEmulationCommand } from './put-emulation.command.js';
import { emulationBody, type EmulationBody } from './put-emulation.dto.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PutEmulationController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(onVm(`providers/${EMULATOR}/emulation/default`))
  async put(
    @PathVm() vm: VmName,
    @ArmBody(emulationBody, { keepsNulls: true }) { properties }: EmulationBody,
  ): Promise<EmulationDocument> {
    const update = properties as EmulationUpdate;
    return emulationDocument(
      vm.subscriptionId,
      await this.commands.execute(new PutEmulationCommand(vm, update)),
    );
  }
}
