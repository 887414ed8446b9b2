import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type DeploymentFacts,
  type DeploymentPlan,
  isObject,
  type JsonObject,
  type JsonValue,
  planDeployment,
  type PlannedResource,
  TemplateFault,
} from '#libs/arm-template';
import { refusal } from '#libs/refusal';
import { CURRENT_API_VERSION, isApiVersion } from '../arm/api-version.js';
import { OwnRequests } from '../arm/own-requests.js';
import { RefusalError } from '../errors/refusal-error.js';
import { TENANT_ID } from '../identity/subscriptions.js';
import type { Caller } from '../identity/token-verifier.js';
import type { DeploymentInputs, DeploymentName } from '../persistence/deployment.repository.js';
import { openGroup } from '../persistence/group.repository.js';
import { findProvider } from '../subscriptions/resource-providers.js';
import type { WantedDeployment } from './deployment-body.dto.js';

/** A deployment that has been checked as a whole, with all that its plan is made from. */
export interface PlannedDeployment {
  readonly plan: DeploymentPlan;
  readonly facts: DeploymentFacts;
  readonly inputs: DeploymentInputs;
}

/** Checks deployments before anything is made. */
@Injectable()
export class DeploymentPlanner {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OwnRequests) private readonly requests: OwnRequests,
  ) {}

  /**
   * Throws RefusalError: group-not-found, template-invalid with the path of the member at fault, and
   * resource-type-unregistered.
   */
  async plan(
    caller: Caller,
    name: DeploymentName,
    wanted: WantedDeployment,
    origin: string,
  ): Promise<PlannedDeployment> {
    if (name.groupName === undefined && wanted.location === undefined) {
      throw new RefusalError(
        refusal('invalid-body', 'a deployment to a subscription needs a location', { target: 'location' }),
      );
    }
    const facts = await this.facts(caller, name, wanted, origin);
    const inputs: DeploymentInputs = {
      parameters: wanted.parameters,
      utcNow: new Date().toISOString(),
      guidSeed: randomUUID(),
    };
    const plan = planOf(wanted.template, inputs, facts);
    for (const resource of plan.resources) requireRegistered(name.subscriptionId, resource);
    return { plan, facts, inputs };
  }

  private async facts(
    caller: Caller,
    { subscriptionId, groupName, name }: DeploymentName,
    { mode, location }: WantedDeployment,
    origin: string,
  ): Promise<DeploymentFacts> {
    const group =
      groupName === undefined ? undefined : await openGroup(this.database, { subscriptionId, groupName });
    return {
      subscription: {
        id: subscriptionId,
        tenantId: TENANT_ID,
        displayName: await this.displayName(caller, subscriptionId),
      },
      ...(group && { group: { name: group.name, location: group.location, tags: group.tags } }),
      deployment: { name, mode, ...(location === undefined ? {} : { location }) },
      environment: {
        name: 'Torpor',
        resourceManager: origin,
        portal: origin,
        authentication: { loginEndpoint: `${origin}/adfs`, audiences: [origin], tenant: 'adfs' },
        suffixes: {},
      },
    };
  }

  private async displayName(caller: Caller, subscriptionId: string): Promise<string> {
    const url = `/subscriptions/${subscriptionId}?api-version=${CURRENT_API_VERSION}`;
    const { body } = await this.requests.send(caller, { method: 'GET', url });
    const shown = isObject(body) ? body['displayName'] : undefined;
    return typeof shown === 'string' ? shown : '';
  }
}

/** The plan of what is stored of a deployment, or about to be. Throws RefusalError template-invalid. */
export function planOf(
  template: JsonValue,
  inputs: DeploymentInputs,
  facts: DeploymentFacts,
): DeploymentPlan {
  const { utcNow, guidSeed } = inputs;
  const parameters = inputs.parameters as JsonObject;
  try {
    return planDeployment({ template, parameters, facts, utcNow, guidSeed });
  } catch (error) {
    throw error instanceof TemplateFault ? templateRefusal(error) : error;
  }
}

/** What is wrong with a template, as an answer says it. */
export function templateRefusal({ message, path, position }: TemplateFault): RefusalError {
  const where = position === undefined ? '' : ` (at character ${position} of the expression)`;
  const target = path === undefined || path === '' ? 'properties.template' : `properties.template.${path}`;
  return new RefusalError(refusal('template-invalid', `${message}${where}, at ${target}`, { target }));
}

/** Whether there is anything that such a resource could be made by (ARM-2 takes any version of the right form). */
function requireRegistered(subscriptionId: string, { type, apiVersion, path }: PlannedResource): void {
  const target = `properties.template.${path}`;
  const [namespace = '', ...segments] = type.split('/');
  const wanted = segments.join('/').toLowerCase();
  const provider = findProvider(subscriptionId, namespace);
  const isKnown = provider?.resourceTypes.some(({ resourceType }) => resourceType.toLowerCase() === wanted);
  if (isKnown !== true) {
    throw new RefusalError(
      refusal('resource-type-unregistered', `the type '${type}' is not known`, { target }),
    );
  }
  if (isApiVersion(apiVersion)) return;
  throw new RefusalError(
    refusal('resource-type-unregistered', `'${apiVersion}' is not an API version of '${type}'`, { target }),
  );
}
