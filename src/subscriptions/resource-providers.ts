import { REGIONS } from './regions.js';

/** One type of resource of a provider. */
export interface ResourceTypeDocument {
  readonly resourceType: string;
  /** Display names of regions; none for types that are not in a region. */
  readonly locations: readonly string[];
  readonly apiVersions: readonly string[];
  readonly defaultApiVersion: string;
  readonly capabilities: string;
}

/** A resource provider as clients see it. They take the version of a type from here. */
export interface ProviderDocument {
  readonly id: string;
  readonly namespace: string;
  readonly registrationPolicy: 'RegistrationFree';
  readonly registrationState: 'Registered';
  readonly resourceTypes: readonly ResourceTypeDocument[];
}

/**
 * Versions shown to clients that look for one, newest first: those that `az` and the SDKs of 2022 to 2026 use.
 * Any other well-formed version is answered as well (ARM-2).
 */
const API_VERSIONS: readonly string[] = [
  '2024-11-01',
  '2024-07-01',
  '2024-03-02',
  '2023-11-01',
  '2022-11-01',
];

interface Provider {
  readonly namespace: string;
  readonly regional: readonly string[];
  readonly global: readonly string[];
}

const PROVIDERS: readonly Provider[] = [
  {
    namespace: 'Microsoft.Authorization',
    regional: [],
    global: ['roleAssignments', 'roleDefinitions', 'permissions', 'operations'],
  },
  {
    namespace: 'Microsoft.Compute',
    regional: [
      'virtualMachines',
      'virtualMachines/extensions',
      'disks',
      'snapshots',
      'images',
      'galleries',
      'galleries/images',
      'galleries/images/versions',
      'availabilitySets',
      'proximityPlacementGroups',
      'sshPublicKeys',
      'capacityReservationGroups',
      'capacityReservationGroups/capacityReservations',
      'hostGroups',
      'hostGroups/hosts',
      'locations',
      'locations/operations',
      'locations/DiskOperations',
      'locations/publishers',
      'locations/vmSizes',
      'locations/usages',
    ],
    global: ['operations', 'skus'],
  },
  { namespace: 'Microsoft.ComputeSchedule', regional: ['locations'], global: ['operations'] },
  { namespace: 'Microsoft.Features', regional: [], global: ['features', 'providers', 'operations'] },
  { namespace: 'Microsoft.Insights', regional: [], global: ['eventtypes', 'operations'] },
  {
    namespace: 'Microsoft.Network',
    regional: [
      'virtualNetworks',
      'virtualNetworks/subnets',
      'networkInterfaces',
      'networkSecurityGroups',
      'networkSecurityGroups/securityRules',
      'publicIPAddresses',
      'locations',
      'locations/operations',
      'locations/usages',
    ],
    global: ['operations'],
  },
  {
    namespace: 'Microsoft.Resources',
    regional: [],
    global: [
      'subscriptions',
      'resourceGroups',
      'resources',
      'providers',
      'deployments',
      'tags',
      'tagNames',
      'tenants',
      'operations',
    ],
  },
  // Named by clients that look for a type; no storage account can be made.
  { namespace: 'Microsoft.Storage', regional: [], global: ['operations'] },
  {
    namespace: 'Torpor.Emulator',
    regional: [],
    global: [
      'hosts',
      'hostGenerations',
      'policies',
      'guestProfiles',
      'clock',
      'operations',
      'jobs',
      'faults',
      'faultKinds',
      'throttling',
      'emulation',
      'servicePrincipals',
      'subscriptions',
    ],
  },
];

/** All providers, in the order of their namespaces. */
export function providerDocuments(subscriptionId: string): readonly ProviderDocument[] {
  return PROVIDERS.map((provider) => providerDocument(subscriptionId, provider));
}

/** The provider of a namespace in any letter case. */
export function findProvider(subscriptionId: string, namespace: string): ProviderDocument | undefined {
  const found = PROVIDERS.find((provider) => provider.namespace.toLowerCase() === namespace.toLowerCase());
  return found === undefined ? undefined : providerDocument(subscriptionId, found);
}

function providerDocument(
  subscriptionId: string,
  { namespace, regional, global }: Provider,
): ProviderDocument {
  const locations = REGIONS.map(({ displayName }) => displayName);
  return {
    id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
    namespace,
    registrationPolicy: 'RegistrationFree',
    registrationState: 'Registered',
    resourceTypes: [
      ...regional.map((type) => resourceType(type, locations)),
      ...global.map((type) => resourceType(type, [])),
    ],
  };
}

function resourceType(type: string, locations: readonly string[]): ResourceTypeDocument {
  return {
    resourceType: type,
    locations,
    apiVersions: API_VERSIONS,
    defaultApiVersion: API_VERSIONS[0] ?? '',
    capabilities: 'None',
  };
}
