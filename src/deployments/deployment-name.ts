import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { refusal } from '#libs/refusal';
import { armName } from '../arm/arm-name.js';
import { GROUP_PATH, SUBSCRIPTION_PATH } from '../arm/arm-path.js';
import { describeRoute } from '../arm/openapi/route-description.js';
import { schemaRefusals } from '../arm/schema-refusals.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { DeploymentName } from '../persistence/deployment.repository.js';
import { SUBSCRIPTION_ID } from '../requests/path-names.js';

/** Where deployments are: `onDeployment('/validate')` gives the paths for groups and for subscriptions. */
export function onDeployment(suffix = ''): string[] {
  return deploymentLists().map((path) => `${path}/:deploymentName${suffix}`);
}

export function deploymentLists(): string[] {
  return [GROUP_PATH, SUBSCRIPTION_PATH].map((path) => `${path}/providers/Microsoft.Resources/deployments`);
}

/** The group or subscription that a path names: a deployment without a name. */
export type DeploymentPlace = Omit<DeploymentName, 'name'>;

const SCHEMAS: Readonly<Record<string, ZodType<string>>> = {
  subscriptionId: SUBSCRIPTION_ID,
  resourceGroupName: armName('group'),
  deploymentName: armName('deployment'),
};

function placeOf(request: FastifyRequest): DeploymentPlace {
  const params = request.params as Readonly<Record<string, string | undefined>>;
  const { resourceGroupName } = params;
  const subscriptionId = read('subscriptionId', params['subscriptionId']);
  if (resourceGroupName === undefined) return { subscriptionId };
  return { subscriptionId, groupName: read('resourceGroupName', resourceGroupName) };
}

function read(name: string, value: unknown): string {
  const schema = SCHEMAS[name];
  const result = schema?.safeParse(value);
  if (result?.success) return result.data;
  const [first] = schemaRefusals(result?.error.issues ?? [], value, {
    code: 'invalid-parameter',
    root: name,
  });
  throw new RefusalError(first);
}

function describedBy(decorate: ParameterDecorator, names: readonly string[]): ParameterDecorator {
  return (target, key, index) => {
    decorate(target, key, index);
    for (const name of names) {
      const schema = SCHEMAS[name];
      if (schema !== undefined) describeRoute(target, key, { kind: 'path', name, schema });
    }
  };
}

/** The deployment that a path names, as a parameter of a handler. Throws RefusalError invalid-name. */
export function PathDeployment(): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext): DeploymentName => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { deploymentName } = request.params as Readonly<Record<string, string>>;
    return { ...placeOf(request), name: read('deploymentName', deploymentName) };
  });
  return describedBy(decorate(), ['subscriptionId', 'deploymentName']);
}

/** The group or subscription whose deployments a path names. Throws RefusalError invalid-name. */
export function PathDeploymentPlace(): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext): DeploymentPlace =>
    placeOf(context.switchToHttp().getRequest<FastifyRequest>()),
  );
  return describedBy(decorate(), ['subscriptionId']);
}

/** The id of a deployment. */
export function deploymentId(
  subscriptionId: string,
  groupName: string | null | undefined,
  name: string,
): string {
  const scope = `/subscriptions/${subscriptionId}`;
  const place =
    groupName === null || groupName === undefined ? scope : `${scope}/resourceGroups/${groupName}`;
  return `${place}/providers/Microsoft.Resources/deployments/${name}`;
}

export function deploymentNotFound({ name }: DeploymentName): RefusalError {
  return new RefusalError(refusal('deployment-not-found', `deployment ${name}`));
}
