import type { JsonObject } from './json-value.js';

/** Where a deployment happens and what functions tell about it. */
export interface DeploymentFacts {
  readonly subscription: { readonly id: string; readonly tenantId: string; readonly displayName: string };
  /** Absent for a deployment to a subscription. */
  readonly group?: {
    readonly name: string;
    readonly location: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly deployment: {
    readonly name: string;
    readonly mode: 'Incremental' | 'Complete';
    /** Of a deployment to a subscription. */
    readonly location?: string;
  };
  /** What `environment()` gives. */
  readonly environment: JsonObject;
}

/** The id of the subscription or group that a deployment is made to. */
export function scopeIdOf({ subscription, group }: DeploymentFacts): string {
  const id = `/subscriptions/${subscription.id}`;
  return group === undefined ? id : `${id}/resourceGroups/${group.name}`;
}

/**
 * The id of a resource of a full type below a scope, from its names: `Microsoft.Network/virtualNetworks/subnets`
 * and `net`, `default`. Groups have ids of their own form. `undefined` when types and names differ in number.
 */
export function resourceIdBelow(
  scopeId: string,
  fullType: string,
  names: readonly string[],
): string | undefined {
  const [provider, ...types] = fullType.replace(/\/$/, '').split('/');
  if (provider === undefined || provider === '' || types.length === 0 || types.length !== names.length) {
    return undefined;
  }
  if (isResourceGroupType(fullType)) return `${scopeId}/resourceGroups/${names[0] ?? ''}`;
  const chain = types.map((type, index) => `/${type}/${names[index] ?? ''}`).join('');
  return `${scopeId}/providers/${provider}${chain}`;
}

export function isResourceGroupType(fullType: string): boolean {
  return fullType.replace(/\/$/, '').toLowerCase() === 'microsoft.resources/resourcegroups';
}
