import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { RestartVmCommand } from './restart-vm.command.js';

@CommandHandler(RestartVmCommand)
export class RestartVmHandler implements ICommandHandler<RestartVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: RestartVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({ vm, ...VM_ACTIONS.restart });
  }
}
