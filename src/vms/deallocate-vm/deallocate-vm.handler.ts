import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deallocateVmPipeline } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { DeallocateVmCommand } from './deallocate-vm.command.js';

@CommandHandler(DeallocateVmCommand)
export class DeallocateVmHandler implements ICommandHandler<DeallocateVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: DeallocateVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: deallocateVmPipeline,
      change: 'deallocating',
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
