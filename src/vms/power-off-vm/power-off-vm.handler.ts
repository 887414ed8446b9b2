import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { beginOrKeep } from '../begin-or-keep.js';
import { PowerOffVmCommand } from './power-off-vm.command.js';

@CommandHandler(PowerOffVmCommand)
export class PowerOffVmHandler implements ICommandHandler<PowerOffVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: PowerOffVmCommand): Promise<AcceptedOperation> {
    return beginOrKeep(this.operations, { vm, ...VM_ACTIONS.powerOff }, 'stopped');
  }
}
