import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { selfHibernateVmPipeline } from '#libs/hibernation';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { SelfHibernateVmCommand } from './self-hibernate-vm.command.js';

@CommandHandler(SelfHibernateVmCommand)
export class SelfHibernateVmHandler implements ICommandHandler<SelfHibernateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: SelfHibernateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: selfHibernateVmPipeline,
      change: 'stopping',
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
