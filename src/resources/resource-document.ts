import { resourceId } from '../arm/arm-id.js';
import type { IndexedResource } from '../persistence/resource-index.repository.js';
import { identityDocument, type StoredIdentity } from '../vms/vm-identity.js';

/** Members that are shown when they are asked for. */
export const EXPANDABLE = ['createdTime', 'changedTime', 'provisioningState'] as const;
export type Expanded = (typeof EXPANDABLE)[number];

/** A resource as lists of resources of all types show it. */
export interface ResourceDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly createdTime?: string;
  readonly changedTime?: string;
  readonly provisioningState?: string;
}

export function resourceDocument(resource: IndexedResource, expanded: readonly Expanded[]): ResourceDocument {
  const { subscriptionId, groupName, type, name, location, tags } = resource;
  const shown = {
    createdTime: resource.createdAt.toISOString(),
    changedTime: resource.changedAt.toISOString(),
    provisioningState: resource.provisioningState,
  };
  const id = resourceId({ subscriptionId, resourceGroup: groupName }, type, ...name.split('/'));
  return {
    id,
    name,
    type,
    location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...shownEnvelope(id, resource),
    ...Object.fromEntries(expanded.map((member) => [member, shown[member]])),
  };
}

/** The identity of a VM is stored as it was asked for, and shown with its principals. */
function shownEnvelope(id: string, { type, envelope, principals }: IndexedResource) {
  if (type !== 'Microsoft.Compute/virtualMachines') return envelope;
  const { identity: stored, ...rest } = envelope;
  const identity = identityDocument(id, stored as StoredIdentity | undefined, principals);
  return identity === undefined ? rest : { ...rest, identity };
}
