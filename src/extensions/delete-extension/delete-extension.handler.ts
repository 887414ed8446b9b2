import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { BeginVmOperation, type AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { VM_ACTIONS } from '../../operations/vm-actions.js';
import { deleteExtension, findExtension } from '../../persistence/extension.repository.js';
import type { SizeLookup } from '../../persistence/vm-facts.repository.js';
import { requireRunning, requireVm } from '../require-vm.js';
import { DeleteExtensionCommand } from './delete-extension.command.js';

@CommandHandler(DeleteExtensionCommand)
export class DeleteExtensionHandler implements ICommandHandler<DeleteExtensionCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws `RefusalError` vm-not-found, vm-busy, extension-needs-running-vm. */
  async execute({ vm, name }: DeleteExtensionCommand): Promise<AcceptedOperation | undefined> {
    const accepted = await this.database.transaction(async (sql) => {
      const stored = await requireVm(sql, this.sizes, vm);
      if ((await findExtension(sql, stored.facts.vm.id, name)) === undefined) return undefined;
      requireRunning(stored);
      await deleteExtension(sql, stored.facts.vm.id, name);
      return this.operations.beginIn(sql, { vm, ...VM_ACTIONS.keep });
    });
    if (accepted !== undefined) this.relay.kick();
    return accepted;
  }
}
