import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restartVmPipeline } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { RestartVmCommand } from './restart-vm.command.js';

@CommandHandler(RestartVmCommand)
export class RestartVmHandler implements ICommandHandler<RestartVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: RestartVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: restartVmPipeline,
      change: 'restarting',
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
