import { type DeploymentFacts, resourceIdBelow, scopeIdOf } from '../deployment-facts.js';
import { type Args, ANY_NUMBER, define, type FunctionTable } from './template-function.js';

/** Functions on where the deployment happens. Sources: "ARM template functions - scope", "... - resources". */
export const SCOPE_FUNCTIONS: FunctionTable = {
  resourceGroup: define([0, 0], 'Object', (args, { facts: { subscription, group } }) => {
    if (group === undefined) throw args.fault('is not available in a deployment to a subscription');
    return {
      id: `/subscriptions/${subscription.id}/resourceGroups/${group.name}`,
      name: group.name,
      type: 'Microsoft.Resources/resourceGroups',
      location: group.location,
      tags: group.tags,
      properties: { provisioningState: 'Succeeded' },
    };
  }),
  subscription: define([0, 0], 'Object', (_, { facts: { subscription } }) => ({
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId,
    displayName: subscription.displayName,
  })),
  tenant: define([0, 0], 'Object', (_, { facts: { subscription } }) => ({
    tenantId: subscription.tenantId,
  })),
  environment: define([0, 0], 'Object', (_, { facts }) => facts.environment),
  deployment: define([0, 0], 'Object', (_, { facts: { deployment } }) => ({
    name: deployment.name,
    ...(deployment.location === undefined ? {} : { location: deployment.location }),
    properties: { mode: deployment.mode, provisioningState: 'Accepted' },
  })),
  resourceId: define([2, ANY_NUMBER], 'String', (args, { facts }) => {
    const typeAt = typeArgument(args, 2);
    const given = args.values.slice(0, typeAt).map((_, at) => args.text(at));
    return idBelow(args, scopeOf(facts, given), typeAt);
  }),
  subscriptionResourceId: define([2, ANY_NUMBER], 'String', (args, { facts }) => {
    const typeAt = typeArgument(args, 1);
    const id = typeAt === 1 ? args.text(0) : facts.subscription.id;
    return idBelow(args, `/subscriptions/${id}`, typeAt);
  }),
  tenantResourceId: define([2, ANY_NUMBER], 'String', (args) => idBelow(args, '', typeArgument(args, 0))),
  extensionResourceId: define([3, ANY_NUMBER], 'String', (args) => idBelow(args, args.text(0), 1)),
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where the type is among the arguments: it is the first one with a slash. */
function typeArgument(args: Args, latest: number): number {
  const at = args.values.findIndex((value) => typeof value === 'string' && value.includes('/'));
  if (at === -1 || at > latest) throw args.fault('has no argument that is a full type of a resource');
  return at;
}

function scopeOf(facts: DeploymentFacts, given: readonly string[]): string {
  const [first, second] = given;
  if (first === undefined) return scopeIdOf(facts);
  if (second !== undefined) return `/subscriptions/${first}/resourceGroups/${second}`;
  if (!GUID.test(first)) return `/subscriptions/${facts.subscription.id}/resourceGroups/${first}`;
  const { group } = facts;
  return scopeIdOf({ ...facts, subscription: { ...facts.subscription, id: first }, ...(group && { group }) });
}

function idBelow(args: Args, scopeId: string, typeAt: number): string {
  const type = args.text(typeAt);
  const names = args.values.slice(typeAt + 1).map((_, index) => args.text(typeAt + 1 + index));
  const id = resourceIdBelow(scopeId, type, names);
  if (id !== undefined) return id;
  throw args.fault(`has ${names.length} names for the type '${type}', which takes another number of them`);
}
