import { Controller, Get, Head, HttpCode, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { RETRY_AFTER_SECONDS } from '../../arm/async-operation.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { DeploymentName, DeploymentRow } from '../../persistence/deployment.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { deploymentDocument, type DeploymentDocument } from '../deployment-document.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import { GetDeploymentQuery } from './get-deployment.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetDeploymentController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** Whether the deployment exists: 204, or 404 without a body. */
  @Covers({ does: 'Says whether a deployment exists' })
  @Head(onDeployment())
  @HttpCode(204)
  async exists(@PathDeployment() name: DeploymentName): Promise<void> {
    await this.find(name);
  }

  @Covers({ does: 'Shows a deployment with its outputs' })
  @Get(onDeployment())
  async get(@PathDeployment() name: DeploymentName): Promise<DeploymentDocument> {
    return deploymentDocument(await this.find(name));
  }

  /** How far a deployment is: nothing but its state, and why it failed (ARM-7). */
  @Covers({ does: 'Says how far a deployment is, and why it failed' })
  @Get(onDeployment('/operationStatuses/:operationId'))
  async status(
    @PathDeployment() name: DeploymentName,
    @ArmParam('operationId') operationId: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<object> {
    const { status, error, operationId: current } = await this.find(name);
    if (current !== operationId.toLowerCase()) {
      throw new RefusalError(refusal('operation-not-found', `operation ${operationId.slice(0, 80)}`));
    }
    if (status === 'Accepted' || status === 'Running') {
      reply.header('Retry-After', String(RETRY_AFTER_SECONDS));
    }
    return { status, ...(error === null ? {} : { error }) };
  }

  /** The template of a deployment, as it was sent. */
  @Covers({ does: 'Shows the template of a deployment as it was sent' })
  @ArmPost(onDeployment('/exportTemplate'))
  async export(@PathDeployment() name: DeploymentName): Promise<{ readonly template: object }> {
    const { template } = await this.find(name);
    return { template };
  }

  private find(name: DeploymentName): Promise<DeploymentRow> {
    return this.queries.execute(new GetDeploymentQuery(name));
  }
}
