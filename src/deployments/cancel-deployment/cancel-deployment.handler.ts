import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { cancelDeployment, findDeployment } from '../../persistence/deployment.repository.js';
import { deploymentNotFound } from '../deployment-name.js';
import { CancelDeploymentCommand } from './cancel-deployment.command.js';

@CommandHandler(CancelDeploymentCommand)
export class CancelDeploymentHandler implements ICommandHandler<CancelDeploymentCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws deployment-not-found, and deployment-ended. */
  execute({ name }: CancelDeploymentCommand): Promise<void> {
    return this.database.transaction(async (sql) => {
      const deployment = await findDeployment(sql, name, true);
      if (deployment === undefined) throw deploymentNotFound(name);
      if (await cancelDeployment(sql, deployment.id)) return;
      throw new RefusalError(
        refusal('deployment-ended', `deployment ${deployment.name} is ${deployment.status}`),
      );
    });
  }
}
