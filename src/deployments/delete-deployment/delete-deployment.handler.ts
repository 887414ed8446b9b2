import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { deleteDeployment, findDeployment } from '../../persistence/deployment.repository.js';
import { DeleteDeploymentCommand } from './delete-deployment.command.js';

@CommandHandler(DeleteDeploymentCommand)
export class DeleteDeploymentHandler implements ICommandHandler<DeleteDeploymentCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws deployment-active; one that does not exist is deleted already (ARM-11). */
  execute({ name }: DeleteDeploymentCommand): Promise<void> {
    return this.database.transaction(async (sql) => {
      const deployment = await findDeployment(sql, name, true);
      if (deployment === undefined) return;
      if (deployment.status === 'Accepted' || deployment.status === 'Running') {
        throw new RefusalError(refusal('deployment-active', `deployment ${deployment.name}`));
      }
      await deleteDeployment(sql, deployment.id);
    });
  }
}
