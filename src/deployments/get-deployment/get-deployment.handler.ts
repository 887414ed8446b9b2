import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type DeploymentRow, findDeployment } from '../../persistence/deployment.repository.js';
import { deploymentNotFound } from '../deployment-name.js';
import { GetDeploymentQuery } from './get-deployment.query.js';

@QueryHandler(GetDeploymentQuery)
export class GetDeploymentHandler implements IQueryHandler<GetDeploymentQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws deployment-not-found. */
  async execute({ name }: GetDeploymentQuery): Promise<DeploymentRow> {
    const deployment = await findDeployment(this.database, name);
    if (deployment === undefined) throw deploymentNotFound(name);
    return deployment;
  }
}
