import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { HibernateVmCommand } from './hibernate-vm.command.js';

@CommandHandler(HibernateVmCommand)
export class HibernateVmHandler implements ICommandHandler<HibernateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: HibernateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({ vm, ...VM_ACTIONS.hibernate });
  }
}
