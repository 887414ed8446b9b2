import { Query } from '@nestjs/cqrs';
import type { DeploymentName, DeploymentRow } from '../../persistence/deployment.repository.js';
import type { DeploymentOperationRow } from '../../persistence/deployment-operation.repository.js';

export interface DeploymentOperations {
  readonly deployment: DeploymentRow;
  readonly operations: readonly DeploymentOperationRow[];
}

/** What has become of the resources of a deployment, in the order of its template. */
export class ListDeploymentOperationsQuery extends Query<DeploymentOperations> {
  constructor(readonly name: DeploymentName) {
    super();
  }
}
