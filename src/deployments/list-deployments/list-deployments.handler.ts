import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type DeploymentRow, listDeployments } from '../../persistence/deployment.repository.js';
import { requireScope } from '../../persistence/resource-list.js';
import { ListDeploymentsQuery } from './list-deployments.query.js';

@QueryHandler(ListDeploymentsQuery)
export class ListDeploymentsHandler implements IQueryHandler<ListDeploymentsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListDeploymentsQuery): Promise<readonly DeploymentRow[]> {
    await requireScope(this.database, scope);
    return listDeployments(this.database, scope);
  }
}
