import { Query } from '@nestjs/cqrs';
import type { DeploymentName, DeploymentRow } from '../../persistence/deployment.repository.js';

export class GetDeploymentQuery extends Query<DeploymentRow> {
  constructor(readonly name: DeploymentName) {
    super();
  }
}
