import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { changePartition } from '#libs/vm-operations';
import { RefusalError } from '../../errors/refusal-error.js';
import { changeStoredPartition, type StoredEmulation } from '../../persistence/emulation.repository.js';
import { applyEmulation } from '../apply-emulation.js';
import { requireEmulation } from '../require-emulation.js';
import { PutEmulationCommand } from './put-emulation.command.js';

@CommandHandler(PutEmulationCommand)
export class PutEmulationHandler implements ICommandHandler<PutEmulationCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /**
   * Throws `RefusalError` vm-not-found, vm-busy, policy-not-found, profile-not-found, host-not-found and
   * cluster-not-found.
   */
  execute({ vm, update }: PutEmulationCommand): Promise<StoredEmulation> {
    return this.database.transaction(async (sql) => {
      const before = await requireEmulation(sql, vm, true);
      const { vmId, vmName, claimedBy, partition } = before;
      if (claimedBy !== null) {
        throw new RefusalError(refusal('vm-busy', `operation ${claimedBy} has VM ${vmName}`));
      }
      const profile = await applyEmulation(sql, before, update);
      if (partition?.guest !== undefined) {
        const configured = changePartition(partition, { kind: 'guest-configured', profile });
        await changeStoredPartition(sql, vmId, configured);
      }
      return requireEmulation(sql, vm);
    });
  }
}
