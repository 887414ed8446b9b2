import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findDeployment } from '../../persistence/deployment.repository.js';
import { listDeploymentOperations } from '../../persistence/deployment-operation.repository.js';
import { deploymentNotFound } from '../deployment-name.js';
import {
  type DeploymentOperations,
  ListDeploymentOperationsQuery,
} from './list-deployment-operations.query.js';

@QueryHandler(ListDeploymentOperationsQuery)
export class ListDeploymentOperationsHandler implements IQueryHandler<ListDeploymentOperationsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws deployment-not-found. */
  async execute({ name }: ListDeploymentOperationsQuery): Promise<DeploymentOperations> {
    const deployment = await findDeployment(this.database, name);
    if (deployment === undefined) throw deploymentNotFound(name);
    return { deployment, operations: await listDeploymentOperations(this.database, deployment.id) };
  }
}
