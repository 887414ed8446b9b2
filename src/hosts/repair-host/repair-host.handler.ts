import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { RefusalError } from '../../errors/refusal-error.js';
import { listHostedVms, setHostState } from '../../persistence/host.repository.js';
import { loadOccupiedHost, requireHost } from '../load-host.js';
import { occupiedRefusal } from '../occupied-refusal.js';
import type { OccupiedHost } from '../host-document.js';
import { RepairHostCommand } from './repair-host.command.js';

@CommandHandler(RepairHostCommand)
export class RepairHostHandler implements ICommandHandler<RepairHostCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-not-found, and host-in-use while VMs are still being recovered. A host that is up stays as it is. */
  execute({ name }: RepairHostCommand): Promise<OccupiedHost> {
    return this.database.transaction(async (sql) => {
      const host = await requireHost(sql, name, true);
      if (host.state === 'down') {
        const against = occupiedRefusal(host, await listHostedVms(sql, host.id));
        if (against !== undefined) throw new RefusalError(against);
        await setHostState(sql, host.id, 'available');
      }
      return loadOccupiedHost(sql, name);
    });
  }
}
