import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { canonicalSegment } from '../arm/canonical-segments.js';
import { GROUP_PATH, SUBSCRIPTION_PATH } from '../arm/arm-path.js';

const RESOURCE_PATH = `${GROUP_PATH}/providers/:scopeProvider/:scopeType/:scopeName`;

/** Routes of scopes: the installation, subscriptions, groups, resources and their children. */
const SCOPE_PATHS = [
  '',
  SUBSCRIPTION_PATH,
  GROUP_PATH,
  RESOURCE_PATH,
  `${RESOURCE_PATH}/:scopeChildType/:scopeChildName`,
];

/** Routes of something of Microsoft.Authorization at any scope: `atAnyScope('roleAssignments')`. */
export function atAnyScope(path: string): string[] {
  return SCOPE_PATHS.map((scope) => `${scope}/providers/Microsoft.Authorization/${path}`);
}

/** The same at a group and below it. */
export function atGroupScope(path: string): string[] {
  return atAnyScope(path).slice(2);
}

/** The scope that a path names, in canonical casing; `/` for the installation. */
export const PathScope = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return scopeOf(request.params as Readonly<Record<string, string>>);
});

export function scopeOf(params: Readonly<Record<string, string | undefined>>): string {
  const { subscriptionId, resourceGroupName, scopeProvider, scopeType, scopeName } = params;
  if (subscriptionId === undefined) return '/';
  const subscription = `/subscriptions/${subscriptionId.toLowerCase()}`;
  if (resourceGroupName === undefined) return subscription;
  const group = `${subscription}/resourceGroups/${plain(resourceGroupName)}`;
  if (scopeProvider === undefined || scopeType === undefined || scopeName === undefined) return group;
  const type = `${canonicalSegment(plain(scopeProvider))}/${canonicalSegment(plain(scopeType))}`;
  const resource = `${group}/providers/${type}/${plain(scopeName)}`;
  const { scopeChildType, scopeChildName } = params;
  if (scopeChildType === undefined || scopeChildName === undefined) return resource;
  return `${resource}/${canonicalSegment(plain(scopeChildType))}/${plain(scopeChildName)}`;
}

function plain(segment: string): string {
  return segment.replaceAll('/', '%2F');
}
