import { Query } from '@nestjs/cqrs';
import type { DeploymentListScope, DeploymentRow } from '../../persistence/deployment.repository.js';

/** Deployments to a group or a subscription, one more than the limit when there are more. */
export class ListDeploymentsQuery extends Query<readonly DeploymentRow[]> {
  constructor(readonly scope: DeploymentListScope) {
    super();
  }
}
