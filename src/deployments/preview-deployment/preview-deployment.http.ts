import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
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
  IGNORED_OF_DEPLOYMENT,
  PREVIEW_BODY,
  type PreviewBody,
  wantedDeployment,
} from '../deployment-body.dto.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import { deploymentRequest } from '../deployment-request.js';
import { parseLenientJson } from '../lenient-json.js';
import type { ResourceChange } from '../resource-changes.js';
import { PreviewDeploymentQuery } from './preview-deployment.query.js';

interface PreviewDocument {
  readonly status: 'Succeeded';
  readonly properties: { readonly correlationId: string; readonly changes: readonly ResourceChange[] };
}

@Controller()
export class PreviewDeploymentController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** Answered at once: there is nothing to wait for. */
  @Covers({
    does: 'Compares the template with what exists, and makes nothing',
    ignores: IGNORED_OF_DEPLOYMENT,
  })
  @ArmPost(onDeployment('/whatIf'))
  @ParsesBodyWith(parseLenientJson)
  async preview(
    @PathDeployment() name: DeploymentName,
    @ArmBody(PREVIEW_BODY, { keepsNulls: true }) body: PreviewBody,
    @RequestCaller() caller: Caller,
    @ArmReply() reply: FastifyReply,
  ): Promise<PreviewDocument> {
    warnIgnored(reply, presentOf(IGNORED_OF_DEPLOYMENT, body));
    const { origin, correlationId } = deploymentRequest(reply, caller);
    const format = body.properties.whatIfSettings?.resultFormat ?? 'FullResourcePayloads';
    const query = new PreviewDeploymentQuery(name, wantedDeployment(body), caller, origin, format);
    return { status: 'Succeeded', properties: { correlationId, changes: await this.queries.execute(query) } };
  }
}
