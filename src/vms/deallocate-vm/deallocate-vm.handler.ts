import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { DeallocateVmCommand } from './deallocate-vm.command.js';

@CommandHandler(DeallocateVmCommand)
export class DeallocateVmHandler implements ICommandHandler<DeallocateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: DeallocateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({ vm, ...VM_ACTIONS.deallocate });
  }
}
