import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { fits, told, type Host } from '#libs/hosts';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { changeHost, insertHost, listHostedVms, type NewHost } from '../../persistence/host.repository.js';
import { loadOccupiedHost, requireHost } from '../load-host.js';
import { type RegisteredHost, RegisterHostCommand } from './register-host.command.js';

@CommandHandler(RegisterHostCommand)
export class RegisterHostHandler implements ICommandHandler<RegisterHostCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-in-use for a change that the VMs on the host forbid. */
  execute({ wanted }: RegisterHostCommand): Promise<RegisteredHost> {
    return this.database.transaction(async (sql) => {
      const isNew = await insertHost(sql, wanted);
      if (!isNew) {
        const host = await requireHost(sql, wanted.name, true);
        const vms = await listHostedVms(sql, host.id);
        const against = changeRefusal(host, wanted, vms.length);
        if (against !== undefined) throw new RefusalError(against);
        await changeHost(sql, host.id, wanted);
      }
      return { ...(await loadOccupiedHost(sql, wanted.name)), isNew };
    });
  }
}

/** What VMs were placed by stays as it is: they run on this hardware and in this cluster. */
function changeRefusal(host: Host, wanted: NewHost, vms: number): Refusal | undefined {
  const inUse = (detail: string, target: string) =>
    refusal('host-in-use', `host ${host.name} ${detail}`, { target });
  if (!fits(host.used, wanted.capacity)) {
    return inUse(`has sold ${told(host.used)}, more than the new capacity`, 'properties.capacity');
  }
  if (vms > 0 && wanted.generation.name !== host.generation.name) {
    return inUse(`is of generation ${host.generation.name} and has ${vms} VMs`, 'properties.generation');
  }
  if (vms > 0 && wanted.cluster !== host.cluster) {
    return inUse(`is in cluster ${host.cluster} and has ${vms} VMs`, 'properties.cluster');
  }
  return undefined;
}
