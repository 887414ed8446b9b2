import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { DeleteVmCommand } from './delete-vm.command.js';

@CommandHandler(DeleteVmCommand)
export class DeleteVmHandler implements ICommandHandler<DeleteVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: DeleteVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({ vm, ...VM_ACTIONS.delete });
  }
}
