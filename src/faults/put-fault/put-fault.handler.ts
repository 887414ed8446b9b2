import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { ARMABLE_FAULTS } from '#libs/platform-faults';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { findFault, insertFault } from '../../persistence/armed-fault.repository.js';
import { loadFault } from '../load-fault.js';
import { releaseFault } from '../release-fault.js';
import { PutFaultCommand, type PutFault } from './put-fault.command.js';

@CommandHandler(PutFaultCommand)
export class PutFaultHandler implements ICommandHandler<PutFaultCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws generation-conflict when somebody else arms a fault of the name at the same time. */
  async execute({ fault: name, spec }: PutFaultCommand): Promise<PutFault> {
    const put = await this.database.transaction(async (sql) => {
      const before = await findFault(sql, name, true);
      if (before !== undefined) await releaseFault(sql, before, 'delete');
      const place = ARMABLE_FAULTS[spec.kind].place === 'request' ? 'request' : 'operation';
      // Names keep the letter case in which they were first given (ARM-4).
      const isMade = await insertFault(sql, { ...name, name: before?.name ?? name.name }, { place, spec });
      if (!isMade)
        throw new RefusalError(refusal('generation-conflict', `fault ${name.name} was armed meanwhile`));
      return { ...(await loadFault(sql, name)), isNew: before === undefined };
    });
    this.relay.kick();
    return put;
  }
}
