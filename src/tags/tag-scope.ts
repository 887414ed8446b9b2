import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { resourceGroupId, resourceId } from '../arm/arm-id.js';
import { GROUP_PATH, SUBSCRIPTION_PATH } from '../arm/arm-path.js';
import { canonicalSegment } from '../arm/canonical-segments.js';

/** What can have tags. */
export type TagScope =
  | { readonly kind: 'subscription'; readonly subscriptionId: string }
  | { readonly kind: 'group'; readonly subscriptionId: string; readonly groupName: string }
  | {
      readonly kind: 'resource';
      readonly subscriptionId: string;
      readonly groupName: string;
      /** Canonical. */
      readonly type: string;
      /** Names from the outermost resource to this one, joined by slashes. */
      readonly name: string;
    };

/** How deep a resource is in others at most: versions of images in galleries are. */
const MAX_DEPTH = 3;

/** Routes of the tags of every scope. */
export const TAG_PATHS: string[] = [
  SUBSCRIPTION_PATH,
  GROUP_PATH,
  ...Array.from({ length: MAX_DEPTH }, (_, depth) => resourcePath(depth + 1)),
].map((scope) => `${scope}/providers/Microsoft.Resources/tags/default`);

function resourcePath(depth: number): string {
  const pairs = Array.from({ length: depth }, (_, at) => `/:${typeParam(at)}/:${nameParam(at)}`);
  return `${GROUP_PATH}/providers/:scopeProvider${pairs.join('')}`;
}

/** The first pairs are called as everything else that extends a resource calls them. */
function typeParam(at: number): string {
  return ['scopeType', 'scopeChildType'][at] ?? `scopeType${at}`;
}

function nameParam(at: number): string {
  return ['scopeName', 'scopeChildName'][at] ?? `scopeName${at}`;
}

/** The scope that the path of a request names. */
export const PathTagScope = createParamDecorator((_: unknown, context: ExecutionContext): TagScope => {
  const params = context.switchToHttp().getRequest<FastifyRequest>().params as Readonly<
    Record<string, string | undefined>
  >;
  const subscriptionId = (params['subscriptionId'] ?? '').toLowerCase();
  const { resourceGroupName: groupName, scopeProvider } = params;
  if (groupName === undefined) return { kind: 'subscription', subscriptionId };
  if (scopeProvider === undefined) return { kind: 'group', subscriptionId, groupName };
  const types: string[] = [];
  const names: string[] = [];
  for (let at = 0; at < MAX_DEPTH; at++) {
    const [type, name] = [params[typeParam(at)], params[nameParam(at)]];
    if (type === undefined || name === undefined) break;
    types.push(canonicalSegment(type));
    names.push(name);
  }
  const type = [canonicalSegment(scopeProvider), ...types].join('/');
  return { kind: 'resource', subscriptionId, groupName, type, name: names.join('/') };
});

/** The id of a scope. */
export function scopeId(scope: TagScope): string {
  const { subscriptionId } = scope;
  switch (scope.kind) {
    case 'subscription':
      return `/subscriptions/${subscriptionId}`;
    case 'group':
      return resourceGroupId(subscriptionId, scope.groupName);
    case 'resource': {
      const { groupName, type, name } = scope;
      return resourceId({ subscriptionId, resourceGroup: groupName }, type, ...name.split('/'));
    }
  }
}
