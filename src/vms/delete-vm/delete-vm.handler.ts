import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteVmPipeline } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { DeleteVmCommand } from './delete-vm.command.js';

@CommandHandler(DeleteVmCommand)
export class DeleteVmHandler implements ICommandHandler<DeleteVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: DeleteVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: deleteVmPipeline,
      change: 'deleting',
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
