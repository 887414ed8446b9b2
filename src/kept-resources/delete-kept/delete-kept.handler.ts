import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { networkEtag } from '../../networks/network-document.js';
import { deleteKept, findChildOfKept, findKept } from '../../persistence/kept-resource.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { recordKeptOperation } from '../change-kept.js';
import { DeleteKeptCommand, type DeletedKept } from './delete-kept.command.js';

@CommandHandler(DeleteKeptCommand)
export class DeleteKeptHandler implements ICommandHandler<DeleteKeptCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws resource-in-use and precondition-failed. */
  execute({ kind, name, precondition }: DeleteKeptCommand): Promise<DeletedKept | undefined> {
    return this.database.transaction(async (sql) => {
      const kept = await findKept(sql, name, 'for update of k');
      if (kept === undefined) return undefined;
      throwIfRefused(preconditionRefusal(precondition, networkEtag(kept)));
      const child = await findChildOfKept(sql, kept.id);
      if (child !== undefined) {
        throwIfRefused(refusal('resource-in-use', `${kind.title} ${kept.name} still has ${child}`));
      }
      await kind.deleting?.(sql, kept);
      await deleteKept(sql, kept.id);
      const { subscriptionId, location } = kept;
      const operationId = await recordKeptOperation(sql, kind, kept, null);
      return { subscriptionId, location, ...(operationId === undefined ? {} : { operationId }) };
    });
  }
}
