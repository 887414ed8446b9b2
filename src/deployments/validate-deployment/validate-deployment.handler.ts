import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DeploymentPlanner, type PlannedDeployment } from '../deployment-planner.js';
import { ValidateDeploymentQuery } from './validate-deployment.query.js';

@QueryHandler(ValidateDeploymentQuery)
export class ValidateDeploymentHandler implements IQueryHandler<ValidateDeploymentQuery> {
  constructor(@Inject(DeploymentPlanner) private readonly planner: DeploymentPlanner) {}

  /** Throws what the planner refuses. */
  execute({ caller, name, wanted, origin }: ValidateDeploymentQuery): Promise<PlannedDeployment> {
    return this.planner.plan(caller, name, wanted, origin);
  }
}
