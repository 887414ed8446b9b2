import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { OperationRelay } from '../../operations/operation-relay.js';
import { findFault } from '../../persistence/armed-fault.repository.js';
import { releaseFault } from '../release-fault.js';
import { DeleteFaultCommand } from './delete-fault.command.js';

@CommandHandler(DeleteFaultCommand)
export class DeleteFaultHandler implements ICommandHandler<DeleteFaultCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  async execute({ fault: name }: DeleteFaultCommand): Promise<boolean> {
    const existed = await this.database.transaction(async (sql) => {
      const fault = await findFault(sql, name, true);
      if (fault !== undefined) await releaseFault(sql, fault, 'delete');
      return fault !== undefined;
    });
    this.relay.kick();
    return existed;
  }
}
