import { resourceId } from '../arm/arm-id.js';
import type { NetworkRow, SubnetRow } from '../persistence/network.repository.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

type ProvisioningState = 'Succeeded' | 'Updating';

export interface SubnetDocument {
  readonly id: string;
  readonly name: string;
  readonly etag: string;
  readonly type: 'Microsoft.Network/virtualNetworks/subnets';
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface NetworkDocument {
  readonly id: string;
  readonly name: string;
  readonly etag: string;
  readonly type: 'Microsoft.Network/virtualNetworks';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>> & { readonly subnets: readonly SubnetDocument[] };
}

/** How network resources write their tag: weak, because it says nothing about bytes. */
export function networkEtag({ etag }: { readonly etag: string }): string {
  return `W/"${etag}"`;
}

export function networkId({ subscriptionId, groupName, name }: ArmName): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, 'Microsoft.Network/virtualNetworks', name);
}

export function subnetId({ subscriptionId, groupName, name }: ArmName, subnetName: string): string {
  const scope = { subscriptionId, resourceGroup: groupName };
  return resourceId(scope, 'Microsoft.Network/virtualNetworks/subnets', name, subnetName);
}

/** A virtual network as Azure shows it. */
export function networkDocument(
  network: NetworkRow,
  provisioningState: ProvisioningState = 'Succeeded',
): NetworkDocument {
  const { addressPrefixes, ...shown } = network.properties;
  return {
    id: networkId(network),
    name: network.name,
    etag: networkEtag(network),
    type: 'Microsoft.Network/virtualNetworks',
    location: network.location,
    ...(Object.keys(network.tags).length === 0 ? {} : { tags: network.tags }),
    properties: {
      virtualNetworkPeerings: [],
      enableDdosProtection: false,
      privateEndpointVNetPolicies: 'Disabled',
      ...shown,
      provisioningState,
      resourceGuid: network.id,
      addressSpace: { addressPrefixes },
      subnets: network.subnets.map((subnet) => subnetDocument(network, subnet, provisioningState)),
    },
  };
}

/** A subnet as Azure shows it. */
export function subnetDocument(
  network: ArmName,
  subnet: SubnetRow,
  provisioningState: ProvisioningState = 'Succeeded',
): SubnetDocument {
  const { users } = subnet;
  return {
    id: subnetId(network, subnet.name),
    name: subnet.name,
    etag: networkEtag(subnet),
    type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: {
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...subnet.properties,
      provisioningState,
      ...(users.length === 0 ? {} : { ipConfigurations: users.map(configurationReference) }),
    },
  };
}

function configurationReference(user: SubnetRow['users'][number]): { readonly id: string } {
  const { subscriptionId, groupName, nicName, configurationName } = user;
  const scope = { subscriptionId, resourceGroup: groupName };
  const type = 'Microsoft.Network/networkInterfaces/ipConfigurations';
  return { id: resourceId(scope, type, nicName, configurationName) };
}
