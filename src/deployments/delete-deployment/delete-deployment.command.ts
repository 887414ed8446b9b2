import { Command } from '@nestjs/cqrs';
import type { DeploymentName } from '../../persistence/deployment.repository.js';

/** Forgets a deployment; its resources stay. */
export class DeleteDeploymentCommand extends Command<void> {
  constructor(readonly name: DeploymentName) {
    super();
  }
}
