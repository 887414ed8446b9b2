import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { LOGGER } from '../../operations/tokens.js';
import { findForeignUse, insertGroupDeletion } from '../../persistence/group-deletion.repository.js';
import { findGroup, groupNotFound, type GroupName } from '../../persistence/group.repository.js';
import { DeleteGroupCommand } from './delete-group.command.js';
import { GroupDeletion } from './group-deletion.js';

@CommandHandler(DeleteGroupCommand)
export class DeleteGroupHandler implements ICommandHandler<DeleteGroupCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GroupDeletion) private readonly deletion: GroupDeletion,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws group-not-found, and group-not-empty where something outside uses what is in the group. */
  async execute({ name }: DeleteGroupCommand): Promise<{ readonly operationId: string }> {
    const operationId = await this.database.transaction((sql) => begin(sql, name));
    // The deletion is recorded: whatever goes wrong from here on is made good by the sweeper.
    await this.deletion.reconcile().catch((error: unknown) => {
      this.logger.warn({ err: error, operationId }, 'the deletion of a group goes on later');
    });
    return { operationId };
  }
}

async function begin(sql: EntityManager, name: GroupName): Promise<string> {
  const group = await findGroup(sql, name, 'for update');
  if (group === undefined) throw groupNotFound(name);
  if (group.deletionId !== null) return group.deletionId;
  const use = await findForeignUse(sql, group.id);
  if (use !== undefined) throw new RefusalError(refusal('group-not-empty', use));
  return insertGroupDeletion(sql, group);
}
