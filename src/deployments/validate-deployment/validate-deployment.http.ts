import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { templateHash } from '#libs/arm-template';
import { ArmPost } from '../../arm/answers.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { ParsesBodyWith } from '../../arm/json-body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import {
  DEPLOYMENT_BODY,
  type DeploymentBody,
  IGNORED_OF_DEPLOYMENT,
  wantedDeployment,
} from '../deployment-body.dto.js';
import type { DeploymentDocument } from '../deployment-document.js';
import { deploymentId, onDeployment, PathDeployment } from '../deployment-name.js';
import { deploymentRequest } from '../deployment-request.js';
import { parseLenientJson } from '../lenient-json.js';
import { dependenciesOf, providersOf } from '../planned-deployment.js';
import { ValidateDeploymentQuery } from './validate-deployment.query.js';

@Controller()
export class ValidateDeploymentController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** 200 with what the deployment would be, or 400 with what is wrong with it. */
  @Covers({
    does: 'Checks a template and its parameters as a deployment would, and makes nothing',
    ignores: IGNORED_OF_DEPLOYMENT,
  })
  @ArmPost(onDeployment('/validate'))
  @ParsesBodyWith(parseLenientJson)
  async validate(
    @PathDeployment() name: DeploymentName,
    @ArmBody(DEPLOYMENT_BODY, { keepsNulls: true }) body: DeploymentBody,
    @RequestCaller() caller: Caller,
    @ArmReply() reply: FastifyReply,
  ): Promise<DeploymentDocument> {
    warnIgnored(reply, presentOf(IGNORED_OF_DEPLOYMENT, body));
    const { origin, correlationId } = deploymentRequest(reply, caller);
    const wanted = wantedDeployment(body);
    const query = new ValidateDeploymentQuery(name, wanted, caller, origin);
    const { plan, inputs } = await this.queries.execute(query);
    return {
      id: deploymentId(name.subscriptionId, name.groupName, name.name),
      name: name.name,
      type: 'Microsoft.Resources/deployments',
      ...(wanted.location === undefined ? {} : { location: wanted.location }),
      properties: {
        templateHash: templateHash(wanted.template),
        parameters: plan.parameters,
        mode: wanted.mode,
        provisioningState: 'Succeeded',
        timestamp: inputs.utcNow,
        duration: 'PT0S',
        correlationId,
        providers: providersOf(plan),
        dependencies: dependenciesOf(plan),
        validatedResources: plan.resources.map(({ id }) => ({ id })),
      },
    };
  }
}
