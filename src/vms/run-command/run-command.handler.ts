import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusal, type Refusal } from '#libs/refusal';
import { runCommandPipeline, type VmFacts } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { RunCommandCommand } from './run-command.command.js';

@CommandHandler(RunCommandCommand)
export class RunCommandHandler implements ICommandHandler<RunCommandCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  /** Throws `RefusalError` vm-not-found, vm-busy, vm-state-forbids. */
  execute({ vm }: RunCommandCommand): Promise<AcceptedOperation> {
    return this.operations.begin({
      vm,
      pipeline: runCommandPipeline,
      change: 'reapplying',
      refusal: runningRefusal,
    });
  }
}

function runningRefusal({ vm }: VmFacts): Refusal | undefined {
  return vm.state.kind === 'running'
    ? undefined
    : refusal(
        'vm-state-forbids',
        `VM ${vm.name} is ${vm.state.kind}: commands are run in a running VM alone`,
      );
}
