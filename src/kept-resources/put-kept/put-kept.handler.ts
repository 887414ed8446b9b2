import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { networkEtag } from '../../networks/network-document.js';
import { openGroup } from '../../persistence/group.repository.js';
import { findKept } from '../../persistence/kept-resource.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { makeKept, rewriteKept, type KeptOperation } from '../change-kept.js';
import { PutKeptCommand } from './put-kept.command.js';

@CommandHandler(PutKeptCommand)
export class PutKeptHandler implements ICommandHandler<PutKeptCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ kind, name, wanted, precondition }: PutKeptCommand): Promise<KeptOperation> {
    return this.database.transaction(async (sql) => {
      await openGroup(sql, name);
      const before = await findKept(sql, name, 'for update of k');
      throwIfRefused(preconditionRefusal(precondition, before && networkEtag(before)));
      return before === undefined
        ? makeKept(sql, kind, name, wanted)
        : rewriteKept(sql, kind, before, wanted);
    });
  }
}
