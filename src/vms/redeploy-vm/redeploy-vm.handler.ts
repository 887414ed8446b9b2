import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RefusalError } from '../../errors/refusal-error.js';
import { refusal, type Refusal } from '#libs/refusal';
import type { StableVmState } from '#libs/vm-lifecycle';
import type { VmFacts } from '#libs/vm-operations';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { RedeployVmCommand } from './redeploy-vm.command.js';

@CommandHandler(RedeployVmCommand)
export class RedeployVmHandler implements ICommandHandler<RedeployVmCommand> {
  constructor(@Inject(BeginVmOperation) private readonly operations: BeginVmOperation) {}

  /** A VM that runs is shut down first; one that is off may have an image that its start has to look for. */
  async execute({ vm }: RedeployVmCommand): Promise<AcceptedOperation> {
    try {
      return await this.operations.begin({ vm, ...VM_ACTIONS.redeploy, refusal: unless('running') });
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.code !== 'vm-state-forbids') throw error;
      return this.operations.begin({ vm, ...VM_ACTIONS.redeployStopped, refusal: unless('stopped') });
    }
  }
}

function unless(kind: StableVmState['kind']): (facts: VmFacts) => Refusal | undefined {
  return ({ vm }) =>
    vm.state.kind === kind
      ? undefined
      : refusal(
          'vm-state-forbids',
          `VM ${vm.name} is ${vm.state.kind}: redeploying is not possible from there`,
        );
}
