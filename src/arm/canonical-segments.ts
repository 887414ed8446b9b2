/**
 * Fixed words of paths as answers spell them, whatever casing a request used (ARM-4). Source: ids in recorded
 * answers of Azure Resource Manager, and the route list of this product.
 */
const CANONICAL_SEGMENTS: readonly string[] = [
  'subscriptions',
  'resourceGroups',
  'providers',
  'locations',
  'operations',
  'DiskOperations',
  'Microsoft.Compute',
  'virtualMachines',
  'extensions',
  'disks',
  'snapshots',
  'images',
  'galleries',
  'versions',
  'availabilitySets',
  'sshPublicKeys',
  'Microsoft.ComputeSchedule',
  'Microsoft.Network',
  'virtualNetworks',
  'subnets',
  'networkInterfaces',
  'ipConfigurations',
  'publicIPAddresses',
  'networkSecurityGroups',
  'securityRules',
  'Microsoft.Resources',
  'deployments',
  'operationStatuses',
  'skus',
  'proximityPlacementGroups',
  'capacityReservationGroups',
  'capacityReservations',
  'hostGroups',
  'tags',
  'defaultSecurityRules',
  'tagNames',
  'Microsoft.Authorization',
  'roleDefinitions',
  'roleAssignments',
  'permissions',
  'Microsoft.Insights',
  'eventtypes',
  'Torpor.Emulator',
  'servicePrincipals',
  'hosts',
  'hostGenerations',
  'policies',
  'guestProfiles',
  'clock',
  'jobs',
  'faults',
  'faultKinds',
  'throttling',
  'emulation',
];

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  CANONICAL_SEGMENTS.map((segment) => [segment.toLowerCase(), segment]),
);

/** The canonical spelling of a provider or type; an unknown one as it is. */
export function canonicalSegment(segment: string): string {
  return BY_LOWER_CASE.get(segment.toLowerCase()) ?? segment;
}
