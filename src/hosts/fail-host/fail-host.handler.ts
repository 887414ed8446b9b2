import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { OperationRelay } from '../../operations/operation-relay.js';
import { setHostState } from '../../persistence/host.repository.js';
import { HostRecovery } from '../host-recovery.js';
import { loadOccupiedHost, requireHost } from '../load-host.js';
import { FailHostCommand, type FailedHost } from './fail-host.command.js';

@CommandHandler(FailHostCommand)
export class FailHostHandler implements ICommandHandler<FailHostCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(HostRecovery) private readonly recovery: HostRecovery,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws `RefusalError` host-not-found. Safe to repeat: VMs that became free since are recovered then. */
  async execute({ name }: FailHostCommand): Promise<FailedHost> {
    const failed = await this.database.transaction(async (sql) => {
      const host = await requireHost(sql, name, true);
      await setHostState(sql, host.id, 'down');
      const operationIds = await this.recovery.recoverIn(sql, host.id);
      return { ...(await loadOccupiedHost(sql, name)), operationIds };
    });
    this.relay.kick();
    return failed;
  }
}
