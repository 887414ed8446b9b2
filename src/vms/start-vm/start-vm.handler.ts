import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { beginOrKeep } from '../begin-or-keep.js';
import { StartVmCommand } from './start-vm.command.js';

@CommandHandler(StartVmCommand)
export class StartVmHandler implements ICommandHandler<StartVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: StartVmCommand): Promise<AcceptedOperation> {
    return beginOrKeep(this.operations, { vm, ...VM_ACTIONS.start }, 'running');
  }
}
