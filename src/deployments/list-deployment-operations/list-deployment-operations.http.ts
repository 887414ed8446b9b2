import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { GROUP_PATH, SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import {
  deploymentOperationDocument,
  type DeploymentOperationDocument,
} from '../deployment-operation-document.js';
import { ListDeploymentOperationsQuery } from './list-deployment-operations.query.js';

/** Operations of a deployment are found without the name of the provider as well: so they were in the first versions. */
const onOldDeployment = (suffix: string): readonly string[] =>
  [GROUP_PATH, SUBSCRIPTION_PATH].map((path) => `${path}/deployments/:deploymentName${suffix}`);

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ListDeploymentOperationsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** Operations that have begun: what has not been started is no operation yet. */
  @Covers({ does: 'Lists the operations of a deployment that have begun, in pages' })
  @Get([...onDeployment('/operations'), ...onOldDeployment('/operations')])
  async list(
    @PathDeployment() name: DeploymentName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<DeploymentOperationDocument>> {
    const { deployment, operations } = await this.queries.execute(new ListDeploymentOperationsQuery(name));
    const keyOf = ({ position }: { readonly position: number }) => String(position).padStart(6, '0');
    const begun = operations.filter((operation) => operation.status !== 'Pending');
    const rest = begun.filter((operation) => page.after === undefined || keyOf(operation) > page.after);
    const { value, ...link } = armPage(request, page, rest, keyOf);
    return { value: value.map((operation) => deploymentOperationDocument(deployment, operation)), ...link };
  }

  @Covers({ does: 'Shows an operation of a deployment' })
  @Get([...onDeployment('/operations/:operationId'), ...onOldDeployment('/operations/:operationId')])
  async get(
    @PathDeployment() name: DeploymentName,
    @ArmParam('operationId') operationId: string,
  ): Promise<DeploymentOperationDocument> {
    const { deployment, operations } = await this.queries.execute(new ListDeploymentOperationsQuery(name));
    const found = operations.find(({ id }) => id === operationId.toLowerCase());
    if (found !== undefined) return deploymentOperationDocument(deployment, found);
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId.slice(0, 80)}`));
  }
}
