import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { findFault } from '../../persistence/armed-fault.repository.js';
import { loadFault, type FaultWithHits } from '../load-fault.js';
import { releaseFault } from '../release-fault.js';
import { DisarmFaultCommand } from './disarm-fault.command.js';

@CommandHandler(DisarmFaultCommand)
export class DisarmFaultHandler implements ICommandHandler<DisarmFaultCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Safe to repeat. Throws `RefusalError` fault-not-found. */
  async execute({ fault: name }: DisarmFaultCommand): Promise<FaultWithHits> {
    const disarmed = await this.database.transaction(async (sql) => {
      const fault = await findFault(sql, name, true);
      if (fault === undefined) throw new RefusalError(refusal('fault-not-found', `fault ${name.name}`));
      await releaseFault(sql, fault, 'disarm');
      return loadFault(sql, name);
    });
    this.relay.kick();
    return disarmed;
  }
}
