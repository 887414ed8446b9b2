import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { SelfHibernateVmCommand } from './self-hibernate-vm.command.js';

@CommandHandler(SelfHibernateVmCommand)
export class SelfHibernateVmHandler implements ICommandHandler<SelfHibernateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm }: SelfHibernateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({ vm, ...VM_ACTIONS.selfHibernate });
  }
}
