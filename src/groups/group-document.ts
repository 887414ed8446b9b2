import { resourceGroupId } from '../arm/arm-id.js';
import type { GroupRow } from '../persistence/group.repository.js';

export interface GroupDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Resources/resourceGroups';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedBy?: string;
  readonly properties: { readonly provisioningState: 'Succeeded' | 'Deleting' };
}

/** A resource group as Azure shows it. */
export function groupDocument(group: GroupRow): GroupDocument {
  const { subscriptionId, name, location, tags, managedBy, deletionId } = group;
  return {
    id: resourceGroupId(subscriptionId, name),
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(managedBy === null ? {} : { managedBy }),
    properties: { provisioningState: deletionId === null ? 'Succeeded' : 'Deleting' },
  };
}
