import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { powerOffVmPipeline } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { PowerOffVmCommand } from './power-off-vm.command.js';

@CommandHandler(PowerOffVmCommand)
export class PowerOffVmHandler implements ICommandHandler<PowerOffVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: PowerOffVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: powerOffVmPipeline,
      change: 'stopping',
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
