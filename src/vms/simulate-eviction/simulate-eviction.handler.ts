import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import type { VmFacts } from '#libs/vm-operations';
import { RefusalError } from '../../errors/refusal-error.js';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { findVmView } from '../../persistence/vm-view.repository.js';
import type { VmEcho } from '../vm-echo.js';
import { SimulateEvictionCommand } from './simulate-eviction.command.js';

@CommandHandler(SimulateEvictionCommand)
export class SimulateEvictionHandler implements ICommandHandler<SimulateEvictionCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
  ) {}

  /** Throws `RefusalError` vm-not-found, not-a-spot-vm, and what a deallocation or deletion is refused with. */
  async execute({ vm }: SimulateEvictionCommand): Promise<AcceptedOperation> {
    const view = await findVmView(this.database, vm);
    if (view === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
    const policy = (view.spec as VmEcho).properties?.['evictionPolicy'];
    const action = policy === 'Delete' ? VM_ACTIONS.delete : VM_ACTIONS.deallocate;
    return this.operations.begin({ vm, ...action, refusal: evictionRefusal });
  }
}

function evictionRefusal({ vm }: VmFacts): Refusal | undefined {
  if (!vm.exclusions.includes('spot')) return refusal('not-a-spot-vm', `VM ${vm.name} has regular priority`);
  const isOnHost = vm.state.kind === 'running' || vm.state.kind === 'stopped';
  return isOnHost
    ? undefined
    : refusal('vm-state-forbids', `VM ${vm.name} is ${vm.state.kind}: it has nothing to be evicted from`);
}
