import type { FastifyReply } from 'fastify';
import { absoluteUrl, originOf } from '../arm/absolute-url.js';
import { apiVersionOf } from '../arm/api-version.js';
import { RETRY_AFTER_SECONDS } from '../arm/async-operation.js';
import type { Caller } from '../identity/token-verifier.js';
import type { DeploymentRow } from '../persistence/deployment.repository.js';
import { deploymentId } from './deployment-name.js';

/** What a deployment is told about the request that made it. */
export function deploymentRequest(reply: FastifyReply, caller: Caller) {
  const correlationId = String(reply.getHeader('x-ms-correlation-request-id') ?? reply.request.id);
  return { caller, origin: originOf(reply.request), correlationId };
}

/** Headers of the answer that accepts a deployment: one URL to ask, and when. */
export function acceptDeployment(reply: FastifyReply, deployment: DeploymentRow): void {
  const { subscriptionId, groupName, name, operationId } = deployment;
  const path = `${deploymentId(subscriptionId, groupName, name)}/operationStatuses/${operationId}`;
  const version = apiVersionOf(reply.request);
  reply.headers({
    'Azure-AsyncOperation': absoluteUrl(reply.request, `${encodeURI(path)}?api-version=${version}`),
    'Retry-After': String(RETRY_AFTER_SECONDS),
    'x-ms-request-id': operationId,
  });
}
