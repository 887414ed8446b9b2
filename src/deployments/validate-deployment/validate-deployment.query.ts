import { Query } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import type { WantedDeployment } from '../deployment-body.dto.js';
import type { PlannedDeployment } from '../deployment-planner.js';

/** Checks a deployment as if it were to be made. */
export class ValidateDeploymentQuery extends Query<PlannedDeployment> {
  constructor(
    readonly name: DeploymentName,
    readonly wanted: WantedDeployment,
    readonly caller: Caller,
    readonly origin: string,
  ) {
    super();
  }
}
