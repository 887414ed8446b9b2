import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { startVmPipeline } from '#libs/hibernation';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { StartVmCommand } from './start-vm.command.js';

@CommandHandler(StartVmCommand)
export class StartVmHandler implements ICommandHandler<StartVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  execute({ vm, jobId }: StartVmCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: startVmPipeline,
      change: ({ vm: { state } }) => (state.kind === 'hibernated' ? 'resuming' : 'starting'),
      ...(jobId === undefined ? {} : { jobId }),
    });
  }
}
