import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hibernateVmPipeline, hibernationRefusals } from '#libs/hibernation';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { HibernateVmCommand } from './hibernate-vm.command.js';

@CommandHandler(HibernateVmCommand)
export class HibernateVmHandler implements ICommandHandler<HibernateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: HibernateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: hibernateVmPipeline,
      change: 'hibernating',
      refusal: (facts) => hibernationRefusals(facts)[0],
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
