import { Command } from '@nestjs/cqrs';
import type { DeploymentName } from '../../persistence/deployment.repository.js';

/** Begins no further resource of a deployment. */
export class CancelDeploymentCommand extends Command<void> {
  constructor(readonly name: DeploymentName) {
    super();
  }
}
